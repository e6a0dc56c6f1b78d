import { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import { wavHeader } from '../../providers/audio/index.ts'
import { sayText } from '../voices/index.ts'
import { type Doing, type Outcome, type Wishes } from './job.ts'
import { setProgress } from './work-queries.ts'

/** As good as the best voice is. */
const sampleRate = 24_000
/** Nine letters a second is slow speech: an estimate for the progress, and no more. */
const secondsPerLetter = 0.07
const progressEverySeconds = 20
/** Four hours; texts are limited long before. */
const maxBytes = 700 * 1024 * 1024

/** Says a text into a file. */
export async function speak(context: Context, doing: Doing): Promise<Outcome> {
  const { about, work, signal } = doing
  const { text, speed, pitch, dictionaryIds } = JSON.parse(work.wish) as Wishes['TTS']
  // Nobody waits on a line: the best voice is worth the time that it takes to load.
  const said = await sayText(context, {
    workspaceId: about.workspaceId,
    text,
    voice: work.voice ?? undefined,
    language: work.language ?? undefined,
    speed,
    pitch,
    dictionaryIds,
    sampleRate,
    signal,
    waitsForBest: true,
  })
  const expected = (text.length * secondsPerLetter) / speed
  const chunks: Buffer[] = []
  let samples = 0
  let told = 0
  for await (const chunk of said.stream) {
    chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    samples += chunk.length
    const seconds = samples / sampleRate
    if (seconds - told < progressEverySeconds) continue
    told = seconds
    await setProgress(context.db, about, Math.min(95, (seconds / expected) * 100))
  }
  const dataBytes = samples * 2
  const file = Readable.from([wavHeader({ sampleRate, dataBytes }), ...chunks])
  await context.media.put({ workspaceId: about.workspaceId, id: about.jobId }, file, { maxBytes })
  const seconds = samples / sampleRate
  return {
    result: { text, duration: seconds, voice: said.voice, language: said.language },
    engine: said.engine,
    language: said.language,
    audioSeconds: seconds,
    costUsd: null,
    keepsFile: true,
  }
}
