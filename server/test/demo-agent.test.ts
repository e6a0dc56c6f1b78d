import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeAll, expect, inject, test } from 'vitest'
import { silentLog } from '../src/platform/log.ts'
import { wavHeader } from '../src/providers/audio/index.ts'
import { openEmbeddedVoice } from '../src/providers/tts/embedded.ts'
import { callApi } from './call-api.ts'
import { openBrowser } from './chromium.ts'
import { eventually } from './eventually.ts'
import { type Answering, startReceiver } from './receiver.ts'
import { startProcess } from './server-process.ts'
import { modelsOfTests, testModels } from './speech.ts'
import { createTestDatabase } from './test-database.ts'

/** A year of demo data, a browser, and two minutes of talk in real time on a machine full of tests. */
const wholeStoryMs = 420_000
const patienceMs = 90_000

// Minutes of talk in real time: on a machine that is full of other work nobody is heard in time, so
// that vitest.config.ts leaves it out unless WHOLE_CALLS=on asks for it.

beforeAll(async () => {
  for (const name of ['silero-vad', 'moonshine-tiny', 'flite']) await testModels.get(name)
}, 300_000)

/** What is said to the agent, in other words when it was misheard, and what its answer must hold. */
const talk: readonly (readonly [says: readonly string[], answer: RegExp])[] = [
  [['What does the team plan cost?'], /29 euros.*your name/s],
  [['My name is Peter Miller.'], /Peter.*Is that right/s],
  [['Yes, that is right.'], /anything else/],
  [['I would like to book a demo.', 'Please book a demo.'], /preferred day and time/],
  [['On Tuesday at three in the afternoon.'], /Tuesday.*3:00\sPM.*Is that right/s],
  [['Yes, that is right.'], /Done\. Demo with/],
]
/** Times that one thing is said. */
const tries = 4
const voices = ['flite:rms', 'flite:slt'] as const

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

/** A microphone that plays WAV files when it is told to. */
async function giveMicrophone(page: Page): Promise<(wav: Buffer) => Promise<void>> {
  type Speaking = { play: (wav: string) => Promise<void> }
  await page.addInitScript(`
    const context = new AudioContext({ sampleRate: 16000 })
    const microphone = context.createMediaStreamDestination()
    navigator.mediaDevices.getUserMedia = async () => microphone.stream
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

function openMouth() {
  const engine = openEmbeddedVoice({ models: testModels, log: silentLog, model: 'basic' })
  return {
    async wavOf(text: string, voice: (typeof voices)[number]): Promise<Buffer> {
      const pieces: Buffer[] = []
      const request = { text, language: 'en', voice, sampleRate: 16_000 } as const
      for await (const samples of engine.synthesize(request)) {
        pieces.push(Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength))
      }
      const sound = Buffer.concat(pieces)
      return Buffer.concat([wavHeader({ sampleRate: 16_000, dataBytes: sound.length }), sound])
    },
    [Symbol.asyncDispose]: () => engine.close(),
  }
}

const wordsOf = (page: Page) => page.locator('#talk .agent').allTextContents()
const untilListening = (page: Page) =>
  page.locator('[data-agent="listening"]').waitFor({ timeout: patienceMs })

type Person = { readonly page: Page; readonly say: (text: string, turn: number) => Promise<void> }

/** Says it until the agent answers as it should; an agent that heard nothing asks by itself. */
async function converse({ page, say }: Person, says: readonly string[], wanted: RegExp) {
  for (let turn = 0; turn < tries; turn += 1) {
    const before = (await wordsOf(page)).length
    await say(says[turn % says.length] ?? '', turn)
    const all = await eventually(
      () => wordsOf(page),
      ({ length }) => length > before,
      patienceMs,
    )
    await untilListening(page)
    if (wanted.test(all.slice(before).join(' '))) return
  }
  const all = await page.locator('#talk li').allTextContents()
  throw new Error(`The agent never said ${wanted}: ${all.join(' | ')}`)
}

const accept: Answering = (response) => void response.writeHead(200).end()

test('a person opens the page of the demo, asks a question and books a demo by voice', {
  timeout: wholeStoryMs,
  retry: 1,
}, async () => {
  await using receiver = await startReceiver(accept)
  await using demo = await startDemo()
  await using mouth = openMouth()
  await demo.call('POST', '/functions/v1/webhooks', { url: receiver.url, events: ['call.*'] })
  await eventually(
    async () => {
      const { body } = await demo.call('GET', '/v1/voice-agents/knowledge-base/list')
      return body.data.items as readonly { readonly status: string }[]
    },
    (items) => items.length > 0 && items.every(({ status }) => status === 'PROCESSED'),
    patienceMs,
  )

  await using browser = await openBrowser()
  const page = await browser.newPage()
  const speak = await giveMicrophone(page)
  await page.goto(`${demo.baseUrl}/examples/voice`)
  await page.click('#call')
  await page.waitForSelector('#talk .agent:has-text("book a demo")', { timeout: patienceMs })
  await untilListening(page)
  const say = async (text: string, turn: number) =>
    speak(await mouth.wavOf(text, turn % 2 === 0 ? voices[0] : voices[1]))
  for (const [says, wanted] of talk) await converse({ page, say }, says, wanted)
  await say('No, thank you.', 0)
  await page.waitForSelector('#state:text("The call is over (agent hangup).")', {
    timeout: patienceMs,
  })

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
    starts_at: expect.stringMatching(/T15:00$/),
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
    () => new Set(receiver.received.map(({ body: text }) => eventIn(text))),
    (events) => events.has('call.ended'),
    patienceMs,
  )
  expect([...told]).toEqual(expect.arrayContaining(['call.started', 'call.answered', 'call.ended']))
})

function eventIn(text: string): string {
  const { type, eventType } = JSON.parse(text) as { type?: string; eventType?: string }
  return eventType ?? type ?? ''
}
