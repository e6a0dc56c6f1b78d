import type { Context } from '../../context.ts'
import type { SaidTurn } from '../../providers/voice-engine/index.ts'
import {
  addTurns,
  attachRecording,
  type CallRef,
  endCall,
  logEntry,
  markAnswered,
  type NewLogEntry,
  type NewTurn,
  recordTool,
  type ToolUse,
} from '../agent-calls/index.ts'
import { CallRecorder } from './call-recorder.ts'
import { CallerVoices } from './caller-voices.ts'
import { statusOf } from './end-rules.ts'
import { Journal } from './journal.ts'
import { outcomeOf } from './outcome.ts'
import type { CallAgent } from './parts.ts'
import { forgetSound, keepSound } from './sound-queries.ts'
import { SpeechTracks } from './speech-tracks.ts'
import type { TalkEnd } from './transport.ts'
import { turnTakingOf } from './turn-taking-rules.ts'

export type CallRecord = {
  readonly answeredAt: Date
  readonly said: readonly SaidTurn[]
  readonly sound: CallRecorder
  /** When who was heard. */
  readonly speech: SpeechTracks
  /** Who is on the caller's side. */
  readonly voices: CallerVoices
  readonly turn: (turn: SaidTurn) => void
  readonly tool: (use: ToolUse) => void
  readonly log: (entry: NewLogEntry) => void
  readonly usage: (usage: { readonly inputTokens: number; readonly outputTokens: number }) => void
  /**
   * Writes everything there is about the end, and answers it. Call once. `writesEnd` false leaves the
   * end itself to whoever began the call.
   */
  readonly end: (
    reason: string,
    collected: Readonly<Record<string, unknown>> | undefined,
    options: { readonly writesEnd: boolean; readonly endedAt: Date },
  ) => Promise<TalkEnd>
}

const noRealTime =
  'No model that hears and speaks by itself is configured: speech to text, a model and a voice do it.'

/** Begins the record of a call that somebody just took. Undefined: it has ended already. */
export async function openRecord(
  context: Context,
  call: CallRef,
  agent: CallAgent,
): Promise<CallRecord | undefined> {
  const answeredAt = context.now()
  const file = { workspaceId: call.workspaceId, id: context.newId() }
  if (!(await takeCall(context, call, { answeredAt, fileId: file.id }))) return undefined
  const journal = new Journal(context)
  const sound = new CallRecorder(context, file, answeredAt.getTime())
  const speech = new SpeechTracks(answeredAt.getTime())
  const log = (entry: NewLogEntry) => journal.add((tx) => logEntry(tx, context, call, entry))
  const { callSettings } = agent.definition
  const voices = new CallerVoices(callSettings, (person) =>
    log({ category: 'CALL', message: 'Another person speaks', payload: { person } }),
  )
  if (callSettings.realTime) log({ category: 'CALL', message: noRealTime })
  const said: SaidTurn[] = []
  const used = { inputTokens: 0, outputTokens: 0 }

  return {
    answeredAt,
    said,
    sound,
    speech,
    voices,
    turn(given) {
      const turn = given.speaker === 'user' ? withoutNoise(given, speech) : given
      said.push(turn)
      const gender = turn.speaker === 'user' ? (voices.gender ?? null) : null
      const told = { ...toTurn(turn, context.newId(), answeredAt), gender }
      journal.add((tx) => addTurns(tx, context, call, [told]))
    },
    tool: (use) => journal.add((tx) => recordTool(tx, context, call, use)),
    log,
    usage({ inputTokens, outputTokens }) {
      used.inputTokens += inputTokens
      used.outputTokens += outputTokens
    },
    async end(reason, collected, { writesEnd, endedAt }) {
      await journal.flush()
      const [kept, outcome] = await Promise.all([
        keep(context, sound, endedAt),
        outcomeOf(context, agent, said, collected),
      ])
      const end: TalkEnd = {
        status: statusOf(reason, said.length),
        endReason: reason,
        outcome: outcome ?? null,
        metrics: { turnTaking: turnTakingOf(speech.until(endedAt.getTime())) },
        usage: { ...used, ...spokenIn(said) },
        endedAt,
      }
      await writeEnd(context, call, { kept, end, writesEnd })
      return end
    },
  }
}

async function takeCall(
  context: Context,
  call: CallRef,
  { answeredAt, fileId }: { readonly answeredAt: Date; readonly fileId: string },
): Promise<boolean> {
  const isTaken = await context.db.transaction(async (tx) => {
    const isOpen = await markAnswered(tx, context, call, { by: 'human', at: answeredAt })
    if (isOpen) await keepSound(tx, call, fileId)
    return isOpen
  })
  context.wakeRelay()
  return isTaken
}

type Written = {
  readonly kept: Awaited<ReturnType<typeof keep>>
  readonly end: TalkEnd
  readonly writesEnd: boolean
}

async function writeEnd(
  context: Context,
  call: CallRef,
  { kept, end, writesEnd }: Written,
): Promise<void> {
  await context.db.transaction(async (tx) => {
    if (kept?.recorded) await attachRecording(tx, context, call, kept.recorded)
    if (kept) await forgetSound(tx, call)
    if (writesEnd) await endCall(tx, context, call, end)
  })
  context.wakeRelay()
}

function withoutNoise(turn: SaidTurn, speech: SpeechTracks): SaidTurn {
  const startMs = speech.wordsSince(turn.startedAt.getTime())
  return { ...turn, startedAt: new Date(Math.min(startMs, turn.endedAt.getTime())) }
}

/** Undefined: it could not be kept now, and is later. */
async function keep(context: Context, sound: CallRecorder, endedAt: Date) {
  try {
    return { recorded: await sound.finish(endedAt.getTime()) }
  } catch (error) {
    context.log.error({ err: error }, 'The recording of a call is kept later')
    return undefined
  }
}

function toTurn(turn: SaidTurn, id: string, answeredAt: Date): NewTurn {
  const sinceAnswer = (at: Date) => Math.max(0, at.getTime() - answeredAt.getTime())
  return {
    id,
    speaker: turn.speaker,
    text: turn.text,
    startMs: sinceAnswer(turn.startedAt),
    endMs: sinceAnswer(turn.endedAt),
    isInterrupted: turn.wasInterrupted,
    latency: latencyOf(turn),
  }
}

/** What the engine measured of an answer, counted as the record counts: since the caller's last sound. */
function latencyOf({ speaker, timings }: SaidTurn) {
  if (speaker !== 'agent') return null
  const { endOfTurnMs, transcriptionMs, modelMs, totalMs, heardMs } = timings
  const firstTokenMs = sum(endOfTurnMs, modelMs)
  return {
    ...(endOfTurnMs !== undefined && { endOfTurnMs }),
    ...(transcriptionMs !== undefined && { transcriptionMs }),
    ...(firstTokenMs !== undefined && { firstTokenMs }),
    ...(totalMs !== undefined && { firstAudioMs: totalMs }),
    ...(heardMs !== undefined && { heardMs }),
  }
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b
}

function spokenIn(said: readonly SaidTurn[]) {
  let heardSeconds = 0
  let spokenCharacters = 0
  for (const { speaker, text, startedAt, endedAt } of said) {
    if (speaker === 'agent') spokenCharacters += text.length
    else heardSeconds += (endedAt.getTime() - startedAt.getTime()) / 1_000
  }
  return { heardSeconds: Math.round(heardSeconds * 10) / 10, spokenCharacters }
}
