import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wavHeader } from '../src/providers/audio/index.ts'
import { someSpeech } from './voice-ears.ts'

/** Somebody who waits, speaks and is silent, over and over, as a file that Chromium takes for a microphone. */
export async function openMicrophone() {
  const folder = await mkdtemp(join(tmpdir(), 'parley-microphone-'))
  const speech = await someSpeech(1_800)
  const samples = new Int16Array(16_000 * 8)
  samples.set(
    speech.map((sample) => sample * 32_767),
    16_000 * 3,
  )
  const file = join(folder, 'microphone.wav')
  const header = wavHeader({ sampleRate: 16_000, dataBytes: samples.byteLength })
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) }
}

/** Chromium with that microphone, which it may use without asking. */
export function microphoneArgs(file: string): string[] {
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${file}`,
    '--autoplay-policy=no-user-gesture-required',
  ]
}
