import type { Context } from '../../context.ts'
import { readAudioFacts } from '../../providers/audio/index.ts'
import { fetchFile } from '../recordings/index.ts'
import { hear, NoLongerWanted } from './hear.ts'
import { type Doing, JobFailed, type Outcome, type Wishes } from './job.ts'
import type { Part } from './part-queries.ts'
import { toSrt } from './srt-rules.ts'
import { setStored } from './work-queries.ts'

/** A working day of one recording has fewer hours. */
const longestMs = 24 * 3_600_000

/** Fetches the audio at an address and writes down what is said in it. */
export async function transcribe(context: Context, doing: Doing): Promise<Outcome> {
  const { about, work, signal } = doing
  const key = { workspaceId: about.workspaceId, id: about.jobId }
  if (!work.isStored) await fetchMedia(context, doing)
  return context.media.withFile(key, async (file) => {
    const facts = await readAudioFacts(file, { signal, longestMs })
    const parts = await hear(context, doing, { file, facts })
    const seconds = facts.durationMs / 1_000
    const { srt } = JSON.parse(work.wish) as Wishes['TRANSCRIPTION']
    const said = segmentsOf(parts)
    const text = said.map((segment) => segment.text).join(' ')
    const language = parts.at(-1)?.language ?? work.language
    return {
      result: {
        text,
        transcription: text,
        language,
        duration: seconds,
        segments: said.map(({ words: _words, startMs, endMs, ...rest }) => ({
          ...rest,
          start: startMs / 1_000,
          end: endMs / 1_000,
        })),
        srt: srt ? toSrt(said, srt) : null,
      },
      engine: parts.findLast(({ model }) => model !== null)?.model ?? null,
      language,
      audioSeconds: seconds,
      costUsd: null,
      keepsFile: false,
    }
  })
}

async function fetchMedia(
  context: Context,
  { about, work, signal, isLastTry }: Doing,
): Promise<void> {
  if (work.mediaUrl === null) throw new JobFailed('file_missing', 'There is no address to fetch.')
  const key = { workspaceId: about.workspaceId, id: about.jobId }
  const outcome = await fetchFile(context, key, work.mediaUrl, signal)
  signal.throwIfAborted()
  if (typeof outcome === 'number') {
    if (await setStored(context.db, about, context.now())) return
    throw new NoLongerWanted('The job is no longer wanted.')
  }
  const { isFinal, reason, cause } = outcome
  if (isFinal || isLastTry) throw new JobFailed(reason.code, reason.message, { cause })
  // Thrown, it is tried again later.
  throw new Error(reason.message, { cause })
}

function segmentsOf(parts: readonly Part[]) {
  return parts
    .flatMap(({ channel, segments }) => segments.map((one) => ({ speaker: channel, ...one })))
    .toSorted((a, b) => a.startMs - b.startMs || a.speaker - b.speaker)
}
