import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type NewSpeaker, saveTranscript } from '../conversations/index.ts'
import { addFinishedRecording, linkToRecording } from '../recordings/index.ts'
import type { CallEnd, CallRecording, CallRef } from './call.ts'
import { type Ended, type HeldCall, holdCall, setEnded } from './call-queries.ts'
import { performanceOf } from './performance-rules.ts'
import { tell } from './tell.ts'
import { momentAt, toldOf } from './tell-rules.ts'
import { toJson, toText } from './text-rules.ts'
import { selectTurns, type Turn } from './turn-queries.ts'

/** How long the link in `call.ended` plays: as long as deliveries are kept. */
const linkS = 30 * 86_400
const maxReasonLength = 200
const maxOutcomeLength = 262_144
const maxCallOutcomeLength = 100

/** Gives the call its recording. Before the end, so that `call.ended` can tell its address. */
export function attachRecording(
  tx: Executor,
  context: Context,
  { workspaceId, callId: conversationId }: CallRef,
  recording: CallRecording,
): Promise<void> {
  return addFinishedRecording(tx, context, { workspaceId, conversationId, ...recording })
}

/**
 * Ends a call, exactly once, whoever else tries at the same time: writes status, reason, outcome and
 * figures, makes its turns the transcript of the conversation, and tells `call.ended`. False: it had
 * ended before, and nothing was changed.
 */
export function endCall(
  tx: Executor,
  context: Context,
  ref: CallRef,
  end: CallEnd,
): Promise<boolean> {
  return endHeld(tx, context, ref, { endOf: () => end })
}

/**
 * Ends a call as `endOf` says, which sees it while nobody else can change it; `abandonedBefore`: only
 * when nobody holds it any more.
 */
export async function endHeld(
  tx: Executor,
  context: Context,
  ref: CallRef,
  {
    endOf,
    abandonedBefore,
  }: {
    readonly endOf: (call: HeldCall, turns: readonly Turn[]) => CallEnd
    readonly abandonedBefore?: Date
  },
): Promise<boolean> {
  const { workspaceId, callId } = ref
  const call = await holdCall(tx, workspaceId, callId, abandonedBefore)
  if (!call) return false
  const turns = call.answeredAt === null ? [] : await selectTurns(tx, workspaceId, callId)
  const end = endOf(call, turns)
  const ended = await setEnded(tx, {
    workspaceId,
    callId,
    ...columnsOf(end, turns),
    at: end.endedAt ?? context.now(),
  })
  if (!ended) throw new Error(`The call ${callId} was held, and is gone.`)
  if (turns.length > 0) await writeTranscript(tx, context, { workspaceId, call, turns })
  await tellEnd(tx, context, { workspaceId, call, turns, end, ended })
  return true
}

function columnsOf(end: CallEnd, turns: readonly Turn[]) {
  const { outcome = null, usage = {}, metrics = {} } = end
  const { cost = null, ...used } = usage
  const { inputTokens, outputTokens } = usage
  const hasTokens = inputTokens !== undefined || outputTokens !== undefined
  return {
    status: end.status,
    endReason: toText(end.endReason, maxReasonLength),
    outcome: outcome === null ? null : toJson(outcome, maxOutcomeLength),
    performance: toJson({ ...performanceOf(turns), ...metrics }),
    usage: toJson(used),
    cost,
    tokens: hasTokens ? (inputTokens ?? 0) + (outputTokens ?? 0) : null,
    callOutcome: callOutcomeOf(outcome),
  }
}

/** The word by which lists of conversations sort calls, where the agent was asked for one. */
function callOutcomeOf(outcome: CallEnd['outcome']): string | null {
  const word = outcome?.['call_outcome'] ?? outcome?.['callOutcome']
  return typeof word === 'string' ? toText(word, maxCallOutcomeLength).trim() || null : null
}

type Finished = {
  readonly workspaceId: string
  readonly call: HeldCall
  readonly turns: readonly Turn[]
}

/** What metrics, evaluation and signals are made of, as of any conversation. */
async function writeTranscript(
  tx: Executor,
  context: Context,
  { workspaceId, call, turns }: Finished,
): Promise<void> {
  const order = [...new Set(turns.map(({ speaker }) => speaker))]
  await saveTranscript(tx, context, {
    workspaceId,
    conversationId: call.callId,
    source: 'agent',
    language: call.language,
    timing: turns.every(({ words }) => words !== null) ? 'word' : 'segment',
    hasSpeakers: true,
    speakers: order.map((speaker) => speakerOf(speaker, call)),
    segments: turns.map(({ speaker, startMs, endMs, text, confidence, words }) => ({
      speaker: order.indexOf(speaker) + 1,
      startMs,
      endMs,
      text,
      confidence,
      words,
    })),
  })
}

function speakerOf(speaker: Turn['speaker'], call: HeldCall): NewSpeaker {
  if (speaker === 'agent') return { kind: 'agent', name: call.agentName }
  const { contactId, contactName: name, contactEmail: email } = call
  return { kind: 'customer', contactId, name, email }
}

function tellEnd(
  tx: Executor,
  context: Context,
  { workspaceId, call, turns, end, ended }: Finished & { end: CallEnd; ended: Ended },
): Promise<void> {
  const { recordingId, endedAt, durationSeconds } = ended
  const { status, endReason, cost, tokens } = columnsOf(end, turns)
  const link = (id: string) => linkToRecording(context, { workspaceId, id }, { seconds: linkS })
  return tell(tx, context, {
    workspaceId,
    name: 'call.ended',
    subjectId: call.callId,
    data: {
      call: {
        ...toldOf(call),
        answered_at: call.answeredAt,
        ended_at: endedAt,
        status,
        duration_seconds: durationSeconds,
        end_reason: endReason,
        recording_id: recordingId,
        recording_url: recordingId === null ? null : link(recordingId),
        cost,
        tokens,
        outcome: end.outcome ?? null,
        transcript: turns.map(({ speaker, text, startMs, gender }) => ({
          speaker,
          text,
          at: momentAt(call, startMs),
          gender,
        })),
      },
    },
  })
}
