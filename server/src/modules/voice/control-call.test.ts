import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { openPageClient } from '../../../test/page-client.ts'
import { startServerOn } from '../../../test/server-on-app.ts'
import { startSpeechService } from '../../../test/speech-service.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker } from '../../../test/voice-ears.ts'
import { startVoiceService } from '../../../test/voice-service.ts'

/** A node of its own on the app's database, which speaks in a call. */
async function startOtherNode(app: TestApp) {
  const voice = await startVoiceService()
  const ears = await startSpeechService(earsThatHear())
  const node = await startServerOn(app, {
    ROLES: 'api',
    LOG_LEVEL: 'silent',
    STT_BASE_URL: ears.baseUrl,
    STT_MODEL: 'ears',
    TTS_BASE_URL: voice.baseUrl,
    TTS_MODEL: 'voice',
  })
  return {
    ...node,
    async [Symbol.asyncDispose]() {
      await node[Symbol.asyncDispose]()
      await voice[Symbol.asyncDispose]()
      await ears[Symbol.asyncDispose]()
    },
  }
}

/** A page that talks to an agent there. */
async function talkOn(app: TestApp, { address }: { readonly address: string }) {
  const agent = await makeTalker(app, {
    conversation: { greetingMessage: 'Hello.', greetingMessageType: 'STATIC' },
  })
  const made = await app.call('POST', '/v1/voice-agents/call-token', {
    body: { voiceAgentId: agent.id },
  })
  const { callToken } = (made.body as { data: { callToken: string } }).data
  const socket = `${address.replace('http', 'ws')}/v1/voice-agents/stream`
  const page = openPageClient(`${socket}?call_token=${callToken}`)
  await page.until('answer')
  await eventually(
    () => listed(app),
    ([call]) => call?.isAlive === true,
  )
  const callId = String(page.of('ready')[0]?.['callId'])
  return {
    page,
    callId,
    control: (command: string, body?: object, key?: string) =>
      app.call('POST', `/v1/voice-agents/live-calls/${callId}/${command}`, {
        ...(body && { body }),
        ...(key && { key }),
      }),
    [Symbol.asyncDispose]: () => page[Symbol.asyncDispose](),
  }
}

type Listed = {
  readonly callId: string
  readonly nodeId: string | null
  readonly isAlive: boolean
  readonly isHere: boolean
}

async function listed(app: TestApp): Promise<readonly Listed[]> {
  const { body } = await app.call('GET', '/v1/voice-agents/live-calls')
  return (body as { data: { calls: Listed[] } }).data.calls
}

test('a call on one node is listed, spoken into, listened to and ended from another', async () => {
  await using app = await startTestApp()
  await using other = await startOtherNode(app)
  await using talk = await talkOn(app, other)
  const { page, callId, control } = talk
  const [live] = await listed(app)
  expect(live).toMatchObject({ callId, nodeId: expect.any(String), isHere: false })

  const joined = await app.call('POST', '/v1/voice-agents/join-call', { body: { jobId: callId } })
  const { url } = (joined.body as { data: { url: string } }).data
  expect(url.startsWith(app.baseUrl.replace('http', 'ws'))).toBe(true)
  await using listener = openPageClient(url)
  await eventually(
    async () => {
      expect((await control('say', { text: 'A colleague is listening.' })).status).toBe(200)
      return listener.heardSamples()
    },
    (samples) => samples > 1_000,
  )
  await eventually(
    () => [page, listener].map(({ frames }) => JSON.stringify(frames)),
    (frames) => frames.every((text) => text.includes('A colleague is listening.')),
  )
  expect((await control('pause')).status).toBe(200)
  expect((await control('resume')).status).toBe(200)
  expect(await control('whisper', { text: 'Offer ten percent.' })).toMatchObject({
    status: 409,
    body: { message: expect.stringContaining('without a language model') },
  })
  expect(await control('transfer', { to: '+442079460958' })).toMatchObject({
    status: 409,
    body: { messageKey: 'Conflict' },
  })

  const stranger = await app.newWorkspace()
  expect((await control('hang-up', undefined, stranger.apiKey)).status).toBe(404)
  expect((await control('hang-up')).status).toBe(200)
  expect(await page.until('ended')).toMatchObject([{ reason: 'operator_hangup' }])
  expect(await listener.closed).toBe(1_000)
  await eventually(
    () => listed(app),
    (calls) => calls.length === 0,
  )
  expect((await control('hang-up')).status).toBe(404)
}, 60_000)

test('a node that hangs does nothing later of what it was asked, and one that died says so', async () => {
  await using app = await startTestApp()
  await using other = await startOtherNode(app)
  await using talk = await talkOn(app, other)
  const { page, callId, control } = talk
  other.freeze()
  const late = await control('hang-up')
  other.thaw()
  expect(late).toMatchObject({
    status: 503,
    body: { messageKey: 'CallUnreachable', error: { details: { callId, wasDone: false } } },
  })
  // What comes after it is heard by the same node, in order.
  expect((await control('say', { text: 'I am still here.' })).status).toBe(200)
  await eventually(
    () => page.of('answer').map(({ text }) => text),
    (texts) => texts.includes('I am still here.'),
  )
  expect(page.of('ended')).toEqual([])

  const joined = await app.call('POST', '/v1/voice-agents/join-call', { body: { jobId: callId } })
  await other.kill()
  const { url } = (joined.body as { data: { url: string } }).data
  await using listener = openPageClient(url)
  expect(await listener.closed).toBe(1_013)
  const startedAt = performance.now()
  expect(await control('whisper', { text: 'Is anybody there?' })).toMatchObject({
    status: 503,
    body: {
      message: 'The node that holds this call does not answer. Nothing was done.',
      messageKey: 'CallUnreachable',
    },
  })
  expect(performance.now() - startedAt).toBeLessThan(3_000)
}, 60_000)

test('a command of another node is taken once, and from nobody without its token', async () => {
  await using app = await startTestApp()
  const send = (body: object) =>
    app.call('POST', '/internal/live-calls/command', { key: null, body })
  expect((await send({})).status).toBe(400)
  expect((await send({ token: 'ct_AAAAAAAAAAAAAAAAAAAAAA.AAAA' })).status).toBe(401)
  const listen = await app.call('POST', '/v1/voice-agents/call-token', {
    body: { voiceAgentId: (await makeTalker(app, {})).id },
  })
  // A token of another purpose is none.
  const { callToken } = (listen.body as { data: { callToken: string } }).data
  expect((await send({ token: callToken })).status).toBe(401)
})
