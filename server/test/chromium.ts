import { type Browser, chromium } from 'playwright-core'
import { microphoneArgs } from './microphone.ts'

/** Debian's. */
const executablePath = '/usr/bin/chromium'

/** `microphone`: a WAV that is spoken over and over; undefined is Chromium's beep. */
export async function openBrowser(microphone?: string): Promise<Browser & AsyncDisposable> {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', ...microphoneArgs(microphone)],
  })
  return Object.assign(browser, { [Symbol.asyncDispose]: () => browser.close() })
}
