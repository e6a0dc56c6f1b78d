import { Readable } from 'node:stream'
import { createClient, type FileContent, ParleyConnectionError } from '@parley/sdk'
import { expect, test } from 'vitest'
import { openFake } from '../src/providers/stt/fake.ts'
import { startTestApp } from './test-app.ts'
import { makeWav } from './wave.ts'

const wav = makeWav({ seconds: 1, tones: [440] })
const bytes = new Uint8Array(wav)

const inPieces = () => Readable.from([wav.subarray(0, 7_000), wav.subarray(7_000)])
const contents: [string, () => FileContent][] = [
  ['a Blob', () => new Blob([bytes])],
  ['a Buffer', () => wav],
  ['an ArrayBuffer', () => bytes.buffer],
  ['a stream of the web', () => new Blob([bytes]).stream()],
  ['a stream of Node', inPieces],
]

test.each(contents)('%s is uploaded with fields that say what it is', async (_, content) => {
  await using app = await startTestApp()
  const { contacts, recordings } = app.client
  const contact = await contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  const recording = await recordings.upload(
    content(),
    {
      title: 'Größe "L"',
      contact_id: contact.id,
      rep_channel: 2,
      recorded_at: '2026-01-02T03:04:05Z',
    },
    { fileName: 'call "1" größe.wav' },
  )
  expect(recording).toMatchObject({
    status: 'new',
    title: 'Größe "L"',
    contact_id: contact.id,
    rep_channel: 2,
    recorded_at: '2026-01-02T03:04:05.000Z',
    file_size: wav.length,
  })
  expect(recording.file_name).toMatch(/^call .*größe\.wav$/)
  const audio = await recordings.audio(recording.id)
  expect(audio.headers.get('content-type')).toMatch(/^application\/octet-stream|^audio\//)
  expect(Buffer.from(await audio.arrayBuffer()).equals(wav)).toBe(true)
  const part = await recordings.audio(recording.id, { headers: { range: 'bytes=0-3' } })
  expect([part.status, await part.text()]).toEqual([206, 'RIFF'])
})

test('a transcript is had as text and as subtitles', async () => {
  const stt = openFake({ lines: [{ startMs: 0, endMs: 900, text: 'Good morning.' }] })
  await using app = await startTestApp({ stt })
  const { id } = await app.client.recordings.upload(wav, { title: 'Greeting' })
  await app.drain()
  const { transcripts } = app.client
  expect(await transcripts.file(id, 'text')).toBe('Good morning.\n')
  expect(await transcripts.file(id, 'srt')).toBe(
    '1\n00:00:00,000 --> 00:00:00,900\nGood morning.\n',
  )
  expect(await transcripts.file(id, 'vtt')).toContain('WEBVTT\n\n00:00:00.000 --> 00:00:00.900\n')
  expect((await transcripts.get(id)).segments).toHaveLength(1)
  const nothing = '01980000-0000-7000-8000-000000000000'
  await expect(transcripts.file(nothing, 'srt')).rejects.toMatchObject({
    status: 404,
    code: 'TRANSCRIPT_NOT_FOUND',
  })
  await expect(app.client.recordings.audio(nothing)).rejects.toMatchObject({
    code: 'RECORDING_NOT_FOUND',
  })
})

test('an upload is refused as anything else', async () => {
  await using app = await startTestApp()
  await expect(app.client.recordings.upload(wav, { contact_id: '7' })).rejects.toMatchObject({
    status: 400,
    code: 'VALIDATION_ERROR',
    details: { field: 'contact_id' },
  })
})

test('an upload whose reply is lost is repeated and done once; that of a stream is not repeated', async () => {
  await using app = await startTestApp()
  let sent = 0
  const client = createClient({
    baseUrl: app.baseUrl,
    apiKey: app.owner.apiKey,
    // The first reply gets lost on its way back.
    fetch: async (input, init) => {
      const reply = await fetch(input, init)
      sent += 1
      if (sent !== 2) throw new TypeError('connection lost')
      return reply
    },
  })
  const { id } = await client.recordings.upload(wav)
  expect(sent).toBe(2)
  expect((await app.client.recordings.list()).data.map((one) => one.id)).toEqual([id])
  await expect(client.recordings.upload(inPieces())).rejects.toThrow(ParleyConnectionError)
  expect(sent).toBe(3)
})
