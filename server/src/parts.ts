import type { Context } from './context.ts'
import { accessJobs } from './modules/access/index.ts'
import { agentCallJobs } from './modules/agent-calls/index.ts'
import { fetchRecordingsOfCalls } from './modules/calls/index.ts'
import { campaignJobs, planFollowUps } from './modules/campaigns/index.ts'
import { conversationJobs } from './modules/conversations/index.ts'
import { crmJobs } from './modules/crm/index.ts'
import { deliveryJobs, fanOutEvents, mailAboutEndpoints } from './modules/delivery/index.ts'
import type { Converse } from './modules/dialer/index.ts'
import { evaluateTranscripts, evaluationJobs } from './modules/evaluations/index.ts'
import { wakeFeeds } from './modules/event-feed/index.ts'
import { fathomJobs } from './modules/fathom/index.ts'
import { knowledgeJobs } from './modules/knowledge/index.ts'
import { mediaJobs } from './modules/media-jobs/index.ts'
import { measureTranscripts, metricJobs } from './modules/metrics/index.ts'
import { addRecordingFromUrl, recordingJobs } from './modules/recordings/index.ts'
import { noteReportChanges, reportJobs } from './modules/reports/index.ts'
import { systemJobs } from './modules/system/index.ts'
import { converseByTelephone, liveCallJobs } from './modules/voice/index.ts'
import { mailerOf } from './open-mailer.ts'
import type { Subscriber } from './platform/events/event.ts'
import type { Job } from './platform/jobs/job.ts'
import { voiceParts } from './voice-parts.ts'

/** What the modules do outside of requests. */
export type Parts = {
  /** Handed every event that is committed, in this order. */
  readonly subscribers: readonly Subscriber[]
  /** Durable work; those with a schedule recur by themselves. */
  readonly jobs: readonly Job<Context>[]
  /** Speaks to those whom campaigns reach; without it, the line is left to them. */
  readonly converse?: Converse
}

/** The background half of the server's table of contents; the other half is app.ts. */
export function partsOf(context: Context): Parts {
  const canTalk = context.stt !== undefined && context.tts !== undefined
  return {
    ...(canTalk && { converse: converseIn(context) }),
    subscribers: [
      fetchRecordingsOfCalls(async (tx, recording) => {
        await addRecordingFromUrl(tx, context, recording)
      }),
      fanOutEvents(),
      mailAboutEndpoints,
      wakeFeeds(context),
      measureTranscripts,
      evaluateTranscripts,
      noteReportChanges,
      planFollowUps(context),
    ],
    jobs: [
      ...crmJobs,
      ...conversationJobs,
      ...agentCallJobs,
      ...campaignJobs,
      ...recordingJobs,
      ...mediaJobs(context),
      ...fathomJobs,
      ...deliveryJobs(context, mailerOf(context)),
      ...metricJobs,
      ...evaluationJobs,
      ...reportJobs(mailerOf(context)),
      ...knowledgeJobs,
      ...accessJobs,
      ...liveCallJobs,
      ...systemJobs,
    ],
  }
}

/** Talks to those whom a campaign reached; the campaign writes the end of the call. */
function converseIn(context: Context): Converse {
  return (call, signal) =>
    converseByTelephone(context, voiceParts, { ...call, writesEnd: false }, signal)
}
