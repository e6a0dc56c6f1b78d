import { existsSync } from 'node:fs'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'
import { microphoneArgs } from './microphone.ts'

/** Debian's. */
const executablePath = '/usr/bin/chromium'
/** On a server of ours a missing browser is a failure, elsewhere a reason to skip. */
export const noBrowser = !existsSync(executablePath) && process.env.CI !== 'true'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
]

/** To start a browser takes two seconds of a processor, a profile of its own none. Ends with the worker. */
let shared: Promise<Browser> | undefined

/**
 * Profiles in the browser of this worker: cookies, storage and cache are shared with nobody, and end
 * with the test. `microphone`: a WAV that is spoken over and over, in a browser of its own; undefined is
 * Chromium's beep.
 */
export async function openBrowser(microphone?: string) {
  const browser = await (microphone === undefined ? sharedBrowser() : launch(microphone))
  const contexts: BrowserContext[] = []
  async function newContext(options?: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext(options)
    contexts.push(context)
    return context
  }
  return {
    newContext,
    newPage: async (options?: BrowserContextOptions): Promise<Page> =>
      (await newContext(options)).newPage(),
    async [Symbol.asyncDispose]() {
      await Promise.all(contexts.map((context) => context.close()))
      if (microphone !== undefined) await browser.close()
    },
  }
}

async function sharedBrowser(): Promise<Browser> {
  const running = await shared
  if (running?.isConnected()) return running
  shared = launch()
  return shared
}

function launch(microphone?: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: [...args, ...microphoneArgs(microphone)] })
}
