import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
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
  await writeFile(file, toWav(samples))
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

/**
 * A microphone of a page that is silent until it is told what to say: it cannot speak too early,
 * however slow the machine, and nobody waits for it. Resolves when it was said. To be given before the
 * page is opened.
 */
export async function giveMicrophone(page: Page): Promise<(wav: Buffer) => Promise<void>> {
  type Speaking = { play: (wav: string) => Promise<void> }
  await page.addInitScript(`
    let context, microphone
    const getUserMedia = async () => {
      context ??= new AudioContext({ sampleRate: ${rate} })
      microphone = context.createMediaStreamDestination()
      return microphone.stream
    }
    if (navigator.mediaDevices) Object.assign(navigator.mediaDevices, { getUserMedia })
    globalThis.play = async (wav) => {
      const bytes = Uint8Array.from(atob(wav), (letter) => letter.charCodeAt(0))
      const source = context.createBufferSource()
      source.buffer = await context.decodeAudioData(bytes.buffer)
      source.connect(microphone)
      source.start()
      await new Promise((done) => { source.onended = done })
    }
  `)
  return (wav) =>
    page.evaluate((text) => (globalThis as unknown as Speaking).play(text), wav.toString('base64'))
}

/** A sentence for ears that are scripted: what it says does not matter. */
export async function someWords(): Promise<Buffer> {
  const speech = await someSpeech(speechMs)
  return toWav(Int16Array.from(speech, (sample) => sample * 32_767))
}

export function toWav(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  return Buffer.concat([wavHeader({ sampleRate: rate, dataBytes: bytes.length }), bytes])
}
