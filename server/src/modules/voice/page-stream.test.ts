import { expect, test, vi } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { openPageClient } from '../../../test/page-client.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { earsThatHear, makeTalker, someSpeech } from '../../../test/voice-ears.ts'
import { stateOf } from './state.ts'

const longWords =
  'This is a long greeting that goes on and on about nothing at all, so that somebody has the time to interrupt it well before it has come to its end, which is far away.'

type Wishes = { readonly greeting?: string; readonly more?: Record<string, unknown> }

async function agentThatSays(app: TestApp, { greeting = 'Hello.', more = {} }: Wishes = {}) {
  return makeTalker(app, {
    conversation: { greetingMessage: greeting, greetingMessageType: 'STATIC' },
    ...more,
  })
}

async function tokenFor(app: TestApp, voiceAgentId: string, params: object = {}) {
  const { body } = await app.call('POST', '/v1/voice-agents/call-token', {
    body: { voiceAgentId, params },
  })
  const { callToken, url } = (body as { data: { callToken: string; url: string } }).data
  return { callToken, url: `${url}?call_token=${callToken}` }
}

type Ended = { readonly status: string; readonly end_reason: string }

/** The row of a call once it is over. */
function endOf(app: TestApp, callId: unknown): Promise<Ended> {
  return eventually(
    async () => {
      const { rows } = await app.db.pool.query<Ended>(
        'select status, end_reason from agent_call where id = $1',
        [callId],
      )
      return rows[0] ?? { status: 'PENDING', end_reason: '' }
    },
    ({ status }) => !['PENDING', 'IN_PROGRESS'].includes(status),
  )
}

test('a call token begins one call, with its own parameters, and no other', async () => {
  await using app = await startTestApp()
  const agent = await agentThatSays(app, { greeting: 'Hello {{name}}.' })
  const { url } = await tokenFor(app, agent.id, { name: 'Ada' })
  await using page = openPageClient(url, { params: { name: 'Mallory' } })
  const [answer] = await page.until('answer')
  expect(answer).toMatchObject({ text: 'Hello Ada.' })
  expect(page.heardSamples()).toBeGreaterThan(5_000)
  await using second = openPageClient(url)
  expect(await second.until('error')).toMatchObject([{ code: 'CALL_TOKEN_INVALID' }])
  page.send({ type: 'end' })
  expect(await page.until('ended')).toMatchObject([{ reason: 'hangup' }])
  const [ready] = page.of('ready')
  expect(await endOf(app, ready?.['callId'])).toEqual({ status: 'COMPLETED', end_reason: 'hangup' })
})

test('a line that breaks is gone on with, and only by whoever has its key', async () => {
  await using app = await startTestApp({ stt: earsThatHear('Hello?') })
  const agent = await agentThatSays(app, { greeting: longWords })
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  const [ready] = await page.until('ready')
  await eventually(page.heardSamples, (samples) => samples > 16_000)
  page.drop()
  await page.closed
  const bare = url.split('?')[0] ?? ''
  const { callId, resumeKey: key } = ready as unknown as { callId: string; resumeKey: string }
  await using stranger = openPageClient(bare, { resume: { callId, key: 'AAAA' } })
  expect(await stranger.until('error')).toMatchObject([{ code: 'CALL_NOT_FOUND' }])
  await using again = openPageClient(bare, { resume: { callId, key } })
  await again.until('resumed')
  await eventually(again.heardSamples, (samples) => samples > 8_000)
  again.send({ type: 'end' })
  await again.until('ended')
  expect(await endOf(app, callId)).toEqual({ status: 'COMPLETED', end_reason: 'hangup' })
})

test('an interruption silences the agent, and the transcript keeps only what was heard', async () => {
  await using app = await startTestApp({ stt: earsThatHear('Stop, please listen to me.') })
  const agent = await agentThatSays(app, { greeting: longWords })
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  await eventually(page.heardSamples, (samples) => samples > 24_000)
  await page.speak(await someSpeech(), 1_500)
  await page.until('clear')
  await page.until('transcription')
  const [heard] = await page.until('answer')
  expect(longWords.startsWith(String(heard?.['text']).split(' ').slice(0, 4).join(' '))).toBe(true)
  expect(String(heard?.['text']).length).toBeLessThan(longWords.length - 20)
})

test('an agent that may not be interrupted says everything', async () => {
  await using app = await startTestApp({ stt: earsThatHear('Stop.') })
  const agent = await agentThatSays(app, {
    greeting: 'This is what I have to say before anything else, and it takes some seconds to say.',
    more: { callSettings: { interrupt: false } },
  })
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  await eventually(page.heardSamples, (samples) => samples > 8_000)
  await page.speak(await someSpeech(1_500), 500)
  const [answer] = await page.until('answer')
  expect(answer?.['text']).toContain('some seconds to say.')
  expect(page.of('clear')).toEqual([])
})

test('silence is poked, and ends the call with a goodbye', async () => {
  await using app = await startTestApp()
  const agent = await agentThatSays(app, {
    more: {
      conversation: {
        greetingMessage: 'Hello.',
        greetingMessageType: 'STATIC',
        pokeMessages: ['Are you still there?'],
      },
      callSettings: { userInactivityTimeout: 5 },
    },
  })
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  const [ended] = await page.until('ended', 1, 40_000)
  expect(ended).toMatchObject({ reason: 'inactivity' })
  expect(page.of('answer').map(({ text }) => text)).toEqual([
    'Hello.',
    'Are you still there?',
    'Thank you for calling. Goodbye!',
  ])
}, 60_000)

test('somebody who writes is answered, and a goodbye is said before the line is cut', async () => {
  await using app = await startTestApp()
  const agent = await agentThatSays(app)
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  await page.until('answer')
  page.send({ type: 'text', text: 'Goodbye' })
  const [ended] = await page.until('ended')
  expect(ended).toMatchObject({ reason: 'agent_hangup' })
  expect(page.of('answer').at(-1)).toMatchObject({ text: 'Thank you for calling. Goodbye!' })
  const [ready] = page.of('ready')
  expect(await endOf(app, ready?.['callId'])).toMatchObject({ status: 'COMPLETED' })
})

/** The address for somebody who reads along without the sound. */
async function watching(app: TestApp, jobId: string): Promise<string> {
  const { body } = await app.call('POST', '/v1/voice-agents/join-call', {
    body: { jobId, isSilent: true },
  })
  return (body as { data: { url: string } }).data.url
}

test('a call that goes on is listed, spoken into, listened to and ended by others', async () => {
  await using app = await startTestApp()
  const agent = await agentThatSays(app)
  const { url } = await tokenFor(app, agent.id)
  await using page = openPageClient(url)
  await page.until('answer')
  const callId = String(page.of('ready')[0]?.['callId'])
  const live = await app.call('GET', '/v1/voice-agents/live-calls')
  expect(live.body).toMatchObject({
    data: { calls: [{ callId, isHere: true, agentId: agent.id }] },
  })

  const joined = await app.call('POST', '/v1/voice-agents/join-call', { body: { jobId: callId } })
  const { url: listening } = (joined.body as { data: { url: string } }).data
  await using listener = openPageClient(listening)
  const path = `/v1/voice-agents/live-calls/${callId}`
  await eventually(
    async () => {
      await app.call('POST', `${path}/say`, { body: { text: 'A colleague is listening.' } })
      return listener.heardSamples()
    },
    (samples) => samples > 1_000,
  )
  await eventually(
    () => page.of('answer').map(({ text }) => text),
    (texts) => texts.includes('A colleague is listening.'),
  )
  await using watcher = openPageClient(await watching(app, callId))
  await watcher.until('state')
  expect((await app.call('POST', `${path}/pause`)).status).toBe(200)
  await eventually(
    () => watcher.of('state').at(-1),
    (told) => told?.['state'] === 'paused',
  )
  const paused = await app.call('GET', '/v1/voice-agents/live-calls')
  expect(paused.body).toMatchObject({ data: { calls: [{ callId, state: 'paused' }] } })
  expect((await app.call('POST', `${path}/resume`)).status).toBe(200)
  const before = listener.heardSamples()
  await app.call('POST', `${path}/say`, { body: { text: 'Thank you for waiting.' } })
  await eventually(
    () => watcher.of('agent-text').map(({ text }) => text),
    (texts) => texts.includes('Thank you for waiting.'),
  )
  expect(listener.heardSamples()).toBeGreaterThan(before)
  expect(watcher.heardSamples()).toBe(0)
  const other = await app.newWorkspace()
  const foreign = await app.call('POST', `${path}/hang-up`, { key: other.apiKey })
  expect(foreign.status).toBe(404)
  expect(
    (await app.call('POST', `${path}/transfer`, { body: { to: '+442079460958' } })).status,
  ).toBe(409)
  expect((await app.call('POST', `${path}/hang-up`)).status).toBe(200)
  expect(await page.until('ended')).toMatchObject([{ reason: 'operator_hangup' }])
  expect(await endOf(app, callId)).toMatchObject({ status: 'TERMINATED' })
})

test('a full node refuses a call instead of stuttering', async () => {
  await using app = await startTestApp({ environment: { VOICE_MAX_CALLS: '1' } })
  const agent = await agentThatSays(app)
  await using page = openPageClient((await tokenFor(app, agent.id)).url)
  await page.until('answer')
  await using second = openPageClient((await tokenFor(app, agent.id)).url)
  expect(await second.until('error')).toMatchObject([{ code: 'TOO_MANY_CALLS' }])
})

test('a node whose event loop is late refuses a call, and says why', async () => {
  await using app = await startTestApp()
  const agent = await agentThatSays(app)
  const { url } = await tokenFor(app, agent.id)
  const lag = vi.spyOn(stateOf(app.context).load, 'lagMs').mockReturnValue(10_001)
  await using page = openPageClient(url)
  expect(await page.until('error')).toMatchObject([
    { code: 'TOO_MANY_CALLS', message: expect.stringContaining('too busy') },
  ])
  lag.mockRestore()
  const begun = await app.call('POST', '/v1/voice-agents/conversation-init', {
    body: { voiceAgentId: agent.id, params: {} },
  })
  expect(begun.status).toBe(200)
})

test('the example page answers a browser on this machine without any key', async () => {
  await using app = await startTestApp()
  const page = await fetch(`${app.baseUrl}/examples/voice`)
  expect(await page.text()).toContain('Start the call')
  const script = await fetch(`${app.baseUrl}/examples/src/index.ts`)
  expect(script.headers.get('content-type')).toContain('text/javascript')
  expect(await script.text()).not.toContain('export type')
  const foreign = await fetch(`${app.baseUrl}/examples/voice/token`, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
  })
  expect(foreign.status).toBe(401)
  const reply = await fetch(`${app.baseUrl}/examples/voice/token`, { method: 'POST' })
  const { callToken } = (await reply.json()) as { callToken: string }
  const url = `${app.baseUrl.replace('http', 'ws')}/v1/voice-agents/stream?call_token=${callToken}`
  await using talk = openPageClient(url)
  const [answer] = await talk.until('answer')
  expect(answer?.['text']).toContain('I am the agent of this Parley server')
})
