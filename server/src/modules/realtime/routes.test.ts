import { WebSocket } from 'ws'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
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

test('nobody without a key may connect', async () => {
  await using app = await startTestApp()
  await using client = await connect(app, 'sk_nonsense')
  expect(client.isOpen).toBe(false)
  const reply = await fetch(`${app.baseUrl}/v1/realtime/ws?api_key=${app.owner.apiKey}`)
  expect(reply.status).toBe(426)
})
