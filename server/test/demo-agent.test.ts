import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { openEmbeddedVoice } from '../src/providers/tts/embedded.ts'
import { callApi } from './call-api.ts'
import { openBrowser } from './chromium.ts'
import { eventually } from './eventually.ts'
import { giveMicrophone, toWav } from './microphone.ts'
import { type Answering, startReceiver } from './receiver.ts'
import { startProcess } from './server-process.ts'
import { modelsOfTests, testModels } from './speech.ts'
import { createTestDatabase } from './test-database.ts'

// More than a minute of talk in real time: vitest.config.ts leaves it out unless WHOLE_CALLS=on asks for it.

/** A year of demo data, a browser, and the talk, on a machine full of other work. */
const wholeStoryMs = 300_000
const patienceMs = 60_000

beforeAll(async () => {
  for (const name of ['silero-vad', 'moonshine-tiny', 'flite']) await testModels.get(name)
}, 300_000)

/** What is said to the agent, and what its answer must hold. */
const talk: readonly (readonly [says: string, answer: RegExp])[] = [
  ['What does the team plan cost?', /29 euros.*your name/s],
  ['I would like to schedule a meeting.', /I can do that.*your name/s],
  ['My name is Peter Miller.', /Peter Miller.*Is that right/s],
  ['Yes, that is right.', /preferred day and time/],
  ["On Tuesday at ten o'clock.", /Tuesday.*10:00\sAM.*Is that right/s],
  ['Yes, that is right.', /Done\. Demo with Peter Miller/],
]
/** The longest answer takes ten seconds to say. */
const answerMs = 20_000
/** Each time in another voice, for whoever was misheard. */
const voices = ['flite:rms', 'flite:slt', 'flite:awb'] as const

/** The server as `npm start -- --demo` runs it, with a database of the test's own. */
async function startDemo() {
  const database = await createTestDatabase(inject('databaseUrl'))
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-demo-agent-'))
  const server = startProcess(
    'src/main.ts',
    {
      DATA_DIR: dataDir,
      DATABASE_URL: database.url,
      PORT: '0',
      LOG_LEVEL: 'error',
      MODELS_DIR: modelsOfTests,
      TTS_MODEL: 'basic',
      EMBEDDED_EMBEDDINGS: 'off',
      OUTBOUND_ALLOW: '127.0.0.1',
    },
    ['--demo'],
  )
  const [, baseUrl = ''] = await server.printed(/Address\s+(http:\S+)/)
  const { apiKey: key } = JSON.parse(await readFile(join(dataDir, 'demo.json'), 'utf8')) as {
    apiKey: string
  }
  return {
    baseUrl,
    said: server.said,
    call: (method: string, path: string, body?: unknown) =>
      callApi(baseUrl + path, method, { key, ...(body !== undefined && { body }) }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await database.drop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The caller's voice: our own, on this machine. */
function openMouth() {
  const engine = openEmbeddedVoice({ models: testModels, log: silentLog, model: 'basic' })
  return {
    async wavOf(text: string, voice: (typeof voices)[number]): Promise<Buffer> {
      const pieces: Int16Array[] = []
      const request = { text, language: 'en', voice, sampleRate: 16_000 } as const
      for await (const samples of engine.synthesize(request)) pieces.push(samples)
      return toWav(Int16Array.from(pieces.flatMap((piece) => [...piece])))
    },
    [Symbol.asyncDispose]: () => engine.close(),
  }
}

const wordsOf = async (page: Page) =>
  (await page.locator('#talk .agent').allTextContents()).join(' ')
const untilListening = (page: Page) =>
  page.locator('[data-agent="listening"]').waitFor({ timeout: patienceMs })

type Person = {
  readonly page: Page
  readonly say: (text: string, voice: (typeof voices)[number]) => Promise<void>
}

/** Says it until the agent answers as it should: a person who is misheard says it again, too. */
async function converse({ page, say }: Person, says: string, wanted: RegExp) {
  const before = (await wordsOf(page)).length
  for (const voice of voices) {
    await say(says, voice)
    const answer = async () => (await wordsOf(page)).slice(before)
    const isAnswered = await eventually(answer, (words) => wanted.test(words), answerMs).then(
      () => true,
      () => false,
    )
    await untilListening(page)
    if (isAnswered) return
  }
  const all = await page.locator('#talk li').allTextContents()
  throw new Error(`The agent never said ${wanted}: ${all.join(' | ')}`)
}

const accept: Answering = (response) => void response.writeHead(200).end()

test('a person opens the page of the demo, asks a question and books a demo by voice', {
  timeout: wholeStoryMs,
}, async () => {
  await using receiver = await startReceiver(accept)
  await using mouth = openMouth()
  await using demo = await startDemo()
  await using browser = await openBrowser()
  const hook = { url: receiver.url, events: ['call.*'] }
  expect(await demo.call('POST', '/functions/v1/webhooks', hook)).toMatchObject({ status: 201 })
  await eventually(
    async () => {
      const { body } = await demo.call('GET', '/v1/voice-agents/knowledge-base/list')
      return body.data.items as readonly { readonly status: string }[]
    },
    (items) => items.length > 0 && items.every(({ status }) => status === 'PROCESSED'),
    patienceMs,
  )

  // Pictures are drawn by the processor here, which is to listen.
  const page = await browser.newPage({ reducedMotion: 'reduce' })
  const speak = await giveMicrophone(page)
  await page.goto(`${demo.baseUrl}/examples/voice`)
  await page.click('#call')
  await page.waitForSelector('#talk .agent:has-text("book a demo")', { timeout: patienceMs })
  await untilListening(page)
  const say: Person['say'] = async (text, voice) => speak(await mouth.wavOf(text, voice))
  for (const [says, wanted] of talk) await converse({ page, say }, says, wanted)
  await page.click('#call')
  await page.waitForSelector('#state:text("The call is over (hangup).")', { timeout: patienceMs })

  const list = await demo.call('GET', '/v1/voice-agents/conversations/minimal-list')
  const [{ id }] = list.body.data.calls as [{ id: string }]
  const read = () => demo.call('GET', `/v1/voice-agents/conversation/${id}`)
  const { body } = await eventually(read, (reply) => reply.body.data.status === 'COMPLETED')
  const call = body.data
  const said = JSON.stringify(call.jobResponse.transcription)
  expect(said).toContain('29 euros')
  expect(said).toMatch(/team plan/i)
  expect(call.jobResponse.outcomeResult).toMatchObject({
    name: expect.stringMatching(/Peter/),
    starts_at: expect.stringMatching(/T10:00$/),
  })
  expect(call.performanceMetrics.latency).toMatchObject({
    endOfTurnMs: expect.anything(),
    transcriptionMs: expect.anything(),
    firstTokenMs: expect.anything(),
    firstAudioMs: expect.anything(),
    heardMs: expect.anything(),
  })

  const { name, starts_at: startsAt } = call.jobResponse.outcomeResult
  const meetings = await demo.call('GET', '/functions/v1/api-v1-meetings?upcoming=true&limit=100')
  const titles = meetings.body.data as { title: string; meeting_start: string }[]
  const booked = titles.find(({ title }) => title === `Demo with ${name}`)
  expect(booked?.meeting_start.slice(0, 16)).toBe(startsAt)

  const recording = await fetch(String(call.mediaUrl))
  expect(recording.status).toBe(200)
  expect(
    Buffer.from(await recording.arrayBuffer())
      .subarray(0, 4)
      .toString(),
  ).toBe('RIFF')

  const told = await eventually(
    () => receiver.received.map(({ body: text }) => (JSON.parse(text) as { event: string }).event),
    (events) => events.includes('call.ended'),
    patienceMs,
  )
  expect(told).toEqual(expect.arrayContaining(['call.started', 'call.answered', 'call.ended']))
})
