import { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { makeKey } from '../../../test/make.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { openFake } from '../../providers/stt/fake.ts'

const ears = () =>
  openFake({
    lines: [
      { startMs: 0, endMs: 300, text: 'Good morning' },
      { startMs: 900, endMs: 1_000, text: 'again' },
    ],
  })
/** A second of quiet as raw samples. */
const second = Buffer.alloc(32_000)
const audioBase64 = second.toString('base64')

/** A client of the realtime socket: what came, in order. */
async function connect(app: TestApp, key = app.owner.apiKey) {
  const socket = new WebSocket(`${app.baseUrl.replace('http', 'ws')}/v1/realtime/ws?api_key=${key}`)
  const texts: string[] = []
  let bytes = 0
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) bytes += data.length
    else texts.push(data.toString())
  })
  const opened = new Promise<boolean>((done) => {
    socket.on('open', () => done(true))
    socket.on('error', () => done(false))
  })
  const isOpen = await opened
  return {
    isOpen,
    texts,
    bytes: () => bytes,
    send: (frame: unknown) =>
      socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    sendSound: (sound: Buffer) => socket.send(sound),
    until: (count: number) =>
      eventually(
        () => texts,
        ({ length }) => length >= count,
      ),
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise((done) => socket.once('close', done))
      if (socket.readyState === socket.CLOSED) return
      socket.terminate()
      await closed
    },
  }
}

const typeOf = (text: string) => (JSON.parse(text) as { type: string }).type

test('speech is written down: as a bare text frame on the socket, in both shapes over HTTP', async () => {
  await using app = await startTestApp({ stt: ears() })
  await using client = await connect(app)
  client.send({ type: 'stt', payload: { audioBase64, language: 'en' } })
  const texts = await client.until(2)
  expect(typeOf(texts[0] ?? '')).toBe('info')
  expect(texts[1]).toBe('Good morning again')
  const reply = await app.call('POST', '/v1/realtime/stt', { body: { audioBase64 } })
  expect(reply.body).toMatchObject({
    success: true,
    text: 'Good morning again',
    data: { text: 'Good morning again', language: 'en' },
  })
})

test('the end of speech is where it was quiet for long enough', async () => {
  await using app = await startTestApp({ stt: ears() })
  const body = { audioBase64, isEosEnabled: true, eosThreshold: 0.3 }
  const reply = await app.call('POST', '/v1/realtime/stt', { body })
  expect(reply.body).toMatchObject({ text: 'Good morning' })
})

test('samples as numbers, and μ-law of half the rate, are heard as well', async () => {
  const stt = ears()
  await using app = await startTestApp({ stt })
  const audioList = Array.from({ length: 16_000 }, () => 0)
  await app.call('POST', '/v1/realtime/stt', { body: { audioList } })
  const mulaw = { audioBase64: Buffer.alloc(8_000, 0xff).toString('base64'), encoding: 'mulaw' }
  await app.call('POST', '/v1/realtime/stt', { body: mulaw })
  expect(stt.calls.map(({ samples }) => samples)).toEqual([16_000, 16_000])
})

test('text is said on the socket: an acknowledgement, sound, and its end', async () => {
  await using app = await startTestApp()
  await using client = await connect(app)
  client.send({
    type: 'tts',
    payload: { text: 'Hello there.', speaker: 'Amjad', languageId: 'en' },
  })
  client.send({ type: 'tts', payload: { text: 'Hello there.', mulaw: true } })
  const texts = await client.until(5)
  expect(texts.map(typeOf)).toEqual(['info', 'ack', 'end', 'ack', 'end'])
  expect(texts[1]).toContain('Real time text to speach connection establesh')
  expect(client.bytes()).toBeGreaterThan(20_000)
})

test('text is said over HTTP as a WAV file, and as a stream with open lengths', async () => {
  await using app = await startTestApp()
  const say = (path: string, body: object) =>
    fetch(app.baseUrl + path, {
      method: 'POST',
      headers: { 'x-api-key': app.owner.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const whole = await say('/v1/realtime/tts', { text: 'Hello.', voiceId: 'bob' })
  expect(whole.headers.get('content-type')).toContain('audio/wav')
  const file = Buffer.from(await whole.arrayBuffer())
  expect(file.toString('latin1', 0, 4)).toBe('RIFF')
  expect(file.readUInt32LE(40)).toBe(file.length - 44)
  const streamed = await say('/v1/realtime/tts-stream', { text: 'Hello.', mulaw: true })
  const stream = Buffer.from(await streamed.arrayBuffer())
  expect(stream.readUInt32LE(40)).toBe(0xffff_ffff)
  expect(stream.readUInt16LE(20)).toBe(7)
  expect((await say('/v1/realtime/tts', { text: '' })).status).toBe(400)
})

test('sound that goes on is written down as it comes, with what is said now in between', async () => {
  await using app = await startTestApp({ stt: ears() })
  await using client = await connect(app)
  client.send({ type: 'stt.stream', payload: { language: 'en' } })
  await client.until(2)
  client.sendSound(second)
  client.sendSound(second)
  await eventually(
    () => client.texts,
    (texts) => texts.some((text) => text.includes('"again"')),
  )
  client.send({ type: 'stt.end' })
  await eventually(
    () => client.texts,
    (texts) => texts.some((text) => typeOf(text) === 'end'),
  )
  const finals = client.texts
    .map(
      (text) => JSON.parse(text) as { type: string; payload: { isFinal?: boolean; text?: string } },
    )
    .filter(({ type, payload }) => type === 'stt.result' && payload.isFinal)
  expect(finals.map(({ payload }) => payload.text)).toEqual(['Good morning', 'again'])
})

test('what is wrong is told in a frame, and the socket goes on', async () => {
  await using app = await startTestApp({ stt: ears() })
  await using client = await connect(app)
  client.send('no json')
  client.send({ type: 'sing' })
  client.send({ type: 'stt', payload: {} })
  client.send({ type: 'stt', payload: { audioBase64 } })
  const texts = await client.until(5)
  expect(texts.slice(1, 4).map(typeOf)).toEqual(['error', 'error', 'error'])
  expect(texts[4]).toBe('Good morning again')
})

/** How the server answers somebody who wants a socket. */
function knock(app: TestApp, path: string, key = app.owner.apiKey) {
  const socket = new WebSocket(`${app.baseUrl.replace('http', 'ws')}${path}?api_key=${key}`)
  return new Promise<{ status: number | undefined; header: (name: string) => unknown }>((done) => {
    socket.on('upgrade', ({ statusCode, headers }) => {
      done({ status: statusCode, header: (name) => headers[name] })
      socket.terminate()
    })
    socket.on('unexpected-response', (request, { statusCode, headers }) => {
      done({ status: statusCode, header: (name) => headers[name] })
      request.destroy()
    })
    socket.on('error', () => {})
  })
}

test('a socket counts as a request of realtime speech, whatever it is for', async () => {
  const environment = { REALTIME_REQUESTS_PER_MINUTE: '2' }
  await using app = await startTestApp({ environment })
  expect((await knock(app, '/v1/realtime/ws')).status).toBe(101)
  expect((await knock(app, '/stream/0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01')).status).toBe(101)
  const third = await knock(app, '/v1/realtime/ws')
  expect(third.status).toBe(429)
  expect(Number(third.header('retry-after'))).toBeGreaterThan(0)
  expect(third.header('x-ratelimit-limit')).toBe('2')
  expect(third.header('x-ratelimit-remaining')).toBe('0')
  const overHttp = await app.call('POST', '/v1/realtime/stt', { body: { audioBase64 } })
  expect(overHttp.status).toBe(429)
  const standard = await app.call('GET', '/v1/projects')
  expect(standard.status).toBe(200)
})

test('a key that may not use speech over HTTP may not over a socket', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  for (const scopes of [['read'], ['contacts:write']]) {
    const key = await makeKey(app.context, { workspaceId, userId, scopes })
    expect((await knock(app, '/v1/realtime/ws', key)).status).toBe(403)
  }
  const key = await makeKey(app.context, { workspaceId, userId, scopes: ['recordings:write'] })
  expect((await knock(app, '/v1/realtime/ws', key)).status).toBe(101)
})

test('nobody without a key may connect', async () => {
  await using app = await startTestApp()
  await using client = await connect(app, 'sk_nonsense')
  expect(client.isOpen).toBe(false)
  const reply = await fetch(`${app.baseUrl}/v1/realtime/ws?api_key=${app.owner.apiKey}`)
  expect(reply.status).toBe(426)
})
