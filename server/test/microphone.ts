import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wavHeader } from '../src/providers/audio/index.ts'
import { someSpeech } from './voice-ears.ts'

const rate = 16_000
/** A page that opens slowly on a full machine must have said its greeting before somebody speaks. */
const silentMs = 12_000
const speechMs = 1_800
const roundMs = 18_000

/** Somebody who waits, speaks and is silent, over and over, as a file that Chromium takes for a microphone. */
export async function openMicrophone() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-microphone-'))
  const speech = await someSpeech(speechMs)
  const samples = new Int16Array((rate * roundMs) / 1_000)
  samples.set(
    speech.map((sample) => sample * 32_767),
    (rate * silentMs) / 1_000,
  )
  const file = join(folder, 'microphone.wav')
  const header = wavHeader({ sampleRate: rate, dataBytes: samples.byteLength })
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Chromium with that microphone, or with its own beep, which it may use without asking. */
export function microphoneArgs(file?: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    ...(file ? [`--use-file-for-fake-audio-capture=${file}`] : []),
    '--autoplay-policy=no-user-gesture-required',
  ]
}
