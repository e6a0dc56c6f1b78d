import { z } from 'zod'
import { recordingStatuses } from '../conversations/recordings.ts'
import { Transcript, TranscriptMatch } from '../conversations/transcript-endpoints.ts'
import { shownDate, shownId, shownMoment } from '../fields.ts'
import { ConversationClip, ConversationComment } from './comments.ts'
import { ConversationMetrics } from './conversation-metrics.ts'
import { conversationOutcomes, EvaluationContent, EvaluationEngine } from './evaluation.ts'
import { conversationKinds } from './scorecard-fields.ts'
import { ConversationSignal } from './signals.ts'

const outcome = z.enum(conversationOutcomes).nullable()

const found = {
  score: z.number().min(0).max(100).nullable(),
  outcome,
  has_next_step: z.boolean().nullable(),
  follow_up_date: shownDate.nullable(),
  objections: z.int().nullable(),
  objections_handled: z.int().nullable(),
}

const head = {
  id: shownId,
  kind: z.enum(conversationKinds),
  title: z.string(),
  source: z.string().describe('The door it came through.'),
  date: shownMoment.describe('When it began; when it came in, where nobody knows that.'),
  duration_seconds: z.number().nullable(),
  owner_id: shownId.describe('The rep.'),
  owner_name: z.string().nullable(),
  contact_id: shownId.nullable(),
  contact_name: z.string().nullable(),
  company_id: shownId.nullable(),
  company_name: z.string().nullable(),
  deal_id: shownId.nullable(),
  deal_name: z.string().nullable(),
  call_outcome: z.string().nullable().describe('Of a call, as the dialer or a person noted it.'),
  has_transcript: z.boolean(),
  has_recording: z.boolean().describe('A file of it is stored here.'),
  created_at: shownMoment,
}

/** A conversation of any kind, as a list shows it. */
export const ConversationEntry = z
  .object({
    ...head,
    evaluation: z
      .object({ id: shownId, ...found, completed_at: shownMoment.nullable() })
      .nullable()
      .describe('The one that counts.'),
    metrics: z
      .object({
        duration_seconds: z.number().nullable(),
        rep_share: z.number().nullable(),
        longest_monologue_seconds: z.number().nullable(),
        patience_seconds: z.number().nullable(),
        interactivity: z.number().nullable(),
        question_count: z.int().nullable(),
        sentiment: z.number().nullable(),
        next_step: z.boolean().nullable(),
      })
      .nullable()
      .describe('Some of those in docs/metrics.md; null when it was not measured.'),
    signal_kinds: z.array(z.string()).describe('Kinds of signals that nobody dismissed.'),
    comment_count: z.int().min(0),
    matches: z
      .array(TranscriptMatch)
      .optional()
      .describe('With `text`: the first five segments that have the words.'),
  })
  .meta({ id: 'ConversationEntry' })
export type ConversationEntry = z.infer<typeof ConversationEntry>

const evaluationStatuses = ['pending', 'processing', 'evaluated', 'failed', 'canceled'] as const

/** One of the evaluations a conversation had, without what it says. */
export const EvaluationEntry = z
  .object({
    id: shownId,
    status: z.enum(evaluationStatuses),
    current: z.boolean().describe('The one that counts.'),
    scorecard_id: shownId,
    scorecard_name: z.string(),
    scorecard_version: z.int(),
    engine: EvaluationEngine.nullable(),
    ...found,
    corrected: z.boolean().describe('People changed something of it.'),
    failure: z.string().nullable(),
    failure_message: z.string().nullable(),
    requested_by: shownId.nullable().describe('Null: made when the transcript was ready.'),
    created_at: shownMoment,
    completed_at: shownMoment.nullable(),
  })
  .meta({ id: 'EvaluationEntry' })
export type EvaluationEntry = z.infer<typeof EvaluationEntry>

const LoggedActionItem = z.object({
  id: shownId,
  title: z.string(),
  assignee_name: z.string().nullable(),
  assignee_email: z.string().nullable(),
  priority: z.string(),
  category: z.string().nullable(),
  deadline_at: shownMoment.nullable(),
  completed: z.boolean(),
  ai_generated: z.boolean(),
  timestamp_seconds: z.number().nullable(),
  playback_url: z.string().nullable(),
})

const Media = z.object({
  recording: z
    .object({
      id: shownId.describe('Play it with /functions/v1/api-v1-recordings/{id}/audio.'),
      status: z.enum(recordingStatuses),
      format: z.string().nullable(),
      duration: z.number().nullable().describe('Seconds.'),
      channels: z.int().nullable(),
    })
    .nullable(),
  recording_url: z.string().nullable().describe('Where a dialer keeps it.'),
  share_url: z.string().nullable().describe('Where a recorder shows it.'),
})

/** Everything there is about one conversation. */
export const ConversationInFull = z
  .object({
    ...head,
    summary: z.string().nullable().describe('As a recorder wrote it.'),
    notes: z.string().nullable(),
    transcript: Transcript.nullable(),
    metrics: ConversationMetrics.nullable(),
    evaluation: EvaluationEntry.extend({ content: EvaluationContent.nullable() })
      .nullable()
      .describe('The one that counts, with what it says.'),
    evaluations: z.array(EvaluationEntry).describe('All of them, newest first; at most 50.'),
    signals: z.array(ConversationSignal).describe('In order; dismissed ones too.'),
    action_items: z.array(LoggedActionItem).describe('As a recorder listed them.'),
    media: Media,
    comments: z.array(ConversationComment).describe('Oldest first; at most 1000.'),
    clips: z.array(ConversationClip).describe('By their beginning; at most 200.'),
  })
  .meta({ id: 'ConversationInFull' })
export type ConversationInFull = z.infer<typeof ConversationInFull>
