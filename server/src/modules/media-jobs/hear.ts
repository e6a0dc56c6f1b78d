import type { Context } from '../../context.ts'
import { type AudioFacts, decodeAudio } from '../../providers/audio/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { Segment } from '../../providers/stt/index.ts'
import type { AboutJob, Doing } from './job.ts'
import { type HeardSegment, insertPart, type Part, selectParts } from './part-queries.ts'

/** Stands behind the last part of a channel, wherever its last word was. */
const allOfIt = 9_000_000_000_000_000
/** Share of the work that is over when listening begins: fetching the file. */
const fetchedPercent = 5

/** Thrown when a job was cancelled or deleted while it was worked on. */
export class NoLongerWanted extends Error {
  override readonly name = 'NoLongerWanted'
}

/**
 * Hears a file from where an earlier run stopped: both channels of a conversation in stereo, each a
 * speaker; otherwise all as one. Answers all parts.
 */
export async function hear(
  context: Pick<Context, 'db' | 'stt'>,
  { about, work, signal }: Doing,
  { file, facts }: { readonly file: string; readonly facts: AudioFacts },
): Promise<Part[]> {
  const channels = facts.decodedChannels === 2 && !facts.areChannelsAlike ? 2 : 1
  const before = await selectParts(context.db, about)
  for (let channel = 1; channel <= channels; channel += 1) {
    const last = before.filter((part) => part.channel === channel).at(-1)
    if (last?.doneMs === allOfIt) continue
    const { durationMs } = facts
    const language = last?.language ?? work.language
    const from = { channel, startMs: last?.doneMs ?? 0, language }
    await hearChannel(context, { about, file, durationMs, channels, signal }, from)
  }
  return selectParts(context.db, about)
}

type Listening = {
  readonly about: AboutJob
  readonly file: string
  readonly durationMs: number
  readonly channels: number
  readonly signal: AbortSignal
}

async function hearChannel(
  { db, stt }: Pick<Context, 'db' | 'stt'>,
  { about, file, durationMs, channels, signal }: Listening,
  from: { readonly channel: number; readonly startMs: number; readonly language: string | null },
): Promise<void> {
  if (!stt) throw new ProviderError('speech', false, 'None is configured.')
  const { channel, startMs } = from
  const audio = decodeAudio(file, {
    channel: channels === 1 ? 'mix' : channel - 1,
    startMs,
    signal,
  })
  const keep = async (part: Part, progress: number) => {
    const share = (channel - 1 + progress) / channels
    const percent = Math.min(99, fetchedPercent + share * (100 - fetchedPercent))
    if (await insertPart(db, about, { part, percent })) return
    throw new NoLongerWanted('The job is no longer wanted.')
  }
  const language = from.language ?? undefined
  let heard = { language: from.language, model: null as string | null }
  for await (const step of stt.transcribe({ audio, startMs, durationMs, language, signal })) {
    heard = { language: step.language ?? heard.language, model: step.model }
    const segments = step.segments.map(toHeard)
    // Silence moves the position too, but is soon passed again.
    if (segments.length === 0) continue
    await keep({ channel, doneMs: step.doneMs, segments, ...heard }, step.progress ?? 0)
  }
  await keep({ channel, doneMs: allOfIt, segments: [], ...heard }, 1)
}

function toHeard({ startMs, endMs, text, confidence, words }: Segment): HeardSegment {
  const isTimed = words.length > 0 && words.every(({ isEstimated }) => !isEstimated)
  return {
    startMs: Math.round(startMs),
    endMs: Math.max(Math.round(startMs), Math.round(endMs)),
    text: text.trim(),
    confidence: confidence ?? null,
    words: isTimed
      ? words.map((word) => [word.text, Math.round(word.startMs), Math.round(word.endMs)])
      : null,
  }
}
