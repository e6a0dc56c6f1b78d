import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { wavHeader } from '../src/providers/audio/index.ts'
import { someSpeech } from './voice-ears.ts'

/** Debian's. */
const executablePath = '/usr/bin/chromium'

/** Somebody who waits, speaks and is silent, over and over, as a microphone. */
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

/** `microphone`: a WAV that is spoken over and over; undefined is Chromium's beep. */
export async function openBrowser(microphone?: string): Promise<Browser & AsyncDisposable> {
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      ...(microphone ? [`--use-file-for-fake-audio-capture=${microphone}`] : []),
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() })
}
