import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { openBrowser } from './chromium.ts'
import { giveMicrophone, openMicrophone, someWords } from './microphone.ts'
import { startTestApp } from './test-app.ts'
import { earsThatHear, makeTalker } from './voice-ears.ts'

/** Two browsers and an engine in real time on a machine that is full of other tests. */
const inRealTime = { timeout: 240_000 }

test(
  'somebody opens the example page, presses the button, speaks and is answered',
  inRealTime,
  async () => {
    await using app = await startTestApp({ stt: earsThatHear('My name is Ada.', '', '') })
    await makeTalker(app, {
      conversation: { greetingMessage: 'Hello from Parley.', greetingMessageType: 'STATIC' },
      outcomeResponseShape: { name: 'string' },
    })
    await using browser = await openBrowser()
    const page = await browser.newPage()
    const speak = await giveMicrophone(page)
    await page.goto(`${app.baseUrl}/examples/voice`)
    await page.click('#call')
    await page.waitForSelector('#talk .agent:text("Hello from Parley.")', { timeout: 60_000 })
    await speak(await someWords())
    await page.waitForSelector('#talk .user:text("My name is Ada.")', { timeout: 60_000 })
    await page.waitForSelector('#talk .agent:text("I have Ada. Is that right?")', {
      timeout: 60_000,
    })
    await page.click('#call')
    await page.waitForSelector('#state:text("The call is over (hangup).")')
    expect(await page.locator('#talk .user').count()).toBeGreaterThan(0)
  },
)

test('the unmodified SDK of Hamsa talks in a browser', async () => {
  const script = createRequire(import.meta.url).resolve('@hamsa-ai/voice-agents-sdk')
  const umd = readFileSync(script.replace(/index\.\w+\.js$/, 'index.umd.js'))
  await using app = await startTestApp({
    stt: earsThatHear('Goodbye'),
    mount(http) {
      http.get('/sdk.js', async (_, reply) => reply.type('text/javascript').send(umd))
      http.get('/sdk', async (_, reply) =>
        reply.type('text/html').send('<script src="/sdk.js"></script>'),
      )
    },
  })
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello.', greetingMessageType: 'STATIC' },
  })
  await using microphone = await openMicrophone()
  await using browser = await openBrowser(microphone.file)
  const page = await browser.newPage()
  await page.goto(`${app.baseUrl}/sdk`)
  const happened = await page.evaluate(
    async ({ key, agentId, origin }) => {
      type Sdk = new (
        key: string,
        config: object,
      ) => {
        on(name: string, listener: (value: unknown) => void): void
        start(options: object): Promise<void>
        getJobDetails(): Promise<{ status: string }>
      }
      const { HamsaVoiceAgent } = globalThis as unknown as { HamsaVoiceAgent: Sdk }
      const sdk = new HamsaVoiceAgent(key, {
        API_URL: origin,
        WS_URL: `${origin.replace('http', 'ws')}/stream`,
      })
      const told: unknown[] = []
      for (const name of ['answerReceived', 'transcriptionReceived']) {
        sdk.on(name, (value) => told.push(value))
      }
      const closed = new Promise<void>((done) => sdk.on('closed', () => done()))
      await sdk.start({ agentId })
      await closed
      return { told, status: (await sdk.getJobDetails()).status }
    },
    { key: app.owner.apiKey, agentId: agent.id, origin: app.baseUrl },
  )
  expect(happened).toEqual({
    told: ['Hello.', 'Goodbye', 'Thank you for calling. Goodbye!'],
    status: 'COMPLETED',
  })
}, 240_000)
