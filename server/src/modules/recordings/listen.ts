import type { Context } from '../../context.ts'
import { decodeAudio } from '../../providers/audio/index.ts'
import type { Segment, SpeechToText } from '../../providers/stt/index.ts'
import type { ChannelRole, Spoken } from './merge-rules.ts'
import { insertPart, type Part, selectParts } from './part-queries.ts'
import type { AboutRecording } from './queue.ts'

/** Thrown when a recording was cancelled or deleted while it was heard. */
export class NoLongerWanted extends Error {
  override readonly name = 'NoLongerWanted'
}

export type Listening = {
  readonly about: AboutRecording
  readonly file: string
  readonly durationMs: number
  /** One for each channel that is listened to. */
  readonly roles: readonly ChannelRole[]
  readonly signal: AbortSignal
}

/** Stands behind the last part of a channel, wherever its last word was. */
const allOfIt = 9_000_000_000_000_000

/** Hears every channel, from where an earlier run stopped; answers all parts. */
export async function listen(
  context: Pick<Context, 'db'> & { readonly stt: SpeechToText },
  listening: Listening,
  language: string | null,
): Promise<Part[]> {
  const { workspaceId, recordingId } = listening.about
  const before = await selectParts(context.db, workspaceId, recordingId)
  for (let channel = 1; channel <= listening.roles.length; channel += 1) {
    const last = before.filter((part) => part.channel === channel).at(-1)
    if (last?.doneMs === allOfIt) continue
    const known = last?.language ?? language
    await listenTo(context, listening, { channel, startMs: last?.doneMs ?? 0, language: known })
  }
  return selectParts(context.db, workspaceId, recordingId)
}

async function listenTo(
  { db, stt }: Pick<Context, 'db'> & { readonly stt: SpeechToText },
  { about, file, durationMs, roles, signal }: Listening,
  from: { readonly channel: number; readonly startMs: number; readonly language: string | null },
): Promise<void> {
  const { channel, startMs } = from
  const audio = decodeAudio(file, {
    channel: roles.length === 1 ? 'mix' : channel - 1,
    startMs,
    signal,
  })
  const keep = async (part: Part, progress: number) => {
    const percent = Math.min(99, ((channel - 1 + progress) / roles.length) * 100)
    const kept = await insertPart(db, about.workspaceId, about.recordingId, { part, percent })
    if (!kept) throw new NoLongerWanted('The recording is no longer wanted.')
  }
  const language = from.language ?? undefined
  let heard = { language: from.language, model: null as string | null }
  for await (const step of stt.transcribe({ audio, startMs, durationMs, language, signal })) {
    heard = { language: step.language ?? heard.language, model: step.model }
    const segments = step.segments.map(toSpoken)
    // Silence moves the position too, but is soon passed again. An engine may also end with a part
    // that only says so, at the position of its last words.
    if (segments.length === 0) continue
    await keep({ channel, doneMs: step.doneMs, segments, ...heard }, step.progress ?? 0)
  }
  await keep({ channel, doneMs: allOfIt, segments: [], ...heard }, 1)
}

function toSpoken({ startMs, endMs, text, confidence, words }: Segment): Spoken {
  // Estimated times say nothing that the reader could not estimate.
  const isTimed = words.length > 0 && words.every(({ isEstimated }) => !isEstimated)
  return {
    startMs: Math.round(startMs),
    endMs: Math.max(Math.round(startMs), Math.round(endMs)),
    text: text.trim(),
    confidence: confidence === undefined ? null : Math.min(1, Math.max(0, confidence)),
    words: isTimed
      ? words.map((word) => [word.text, Math.round(word.startMs), Math.round(word.endMs), null])
      : null,
  }
}
