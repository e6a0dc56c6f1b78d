import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ProviderError } from '../../providers/provider-error.ts'
import { openFake } from '../../providers/stt/fake.ts'
import { recordingEvents, upload } from '../../../test/recordings.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'

const line = (startMs: number, text: string) => ({ startMs, endMs: startMs + 800, text })

test('an uploaded file becomes a recording with a transcript, and each step is announced', async () => {
  const stt = openFake({ lines: [line(0, 'What does it cost?'), line(1_000, 'It depends.')] })
  await using app = await startTestApp({ stt })
  const sent = await upload(app, makeWav({ seconds: 2, tones: [440] }), {
    name: 'Quote review.wav',
  })
  expect(sent).toMatchObject({
    status: 201,
    body: { data: { status: 'new', title: 'Quote review', file_size: 32_044, source: 'upload' } },
  })
  await app.drain()
  const { id } = sent.body.data
  const recording = await app.client.recordings.get(id)
  expect(recording).toMatchObject({
    status: 'completed',
    progress: 100,
    format: 'wav',
    duration: 2,
    channels: 1,
    sample_rate: 8_000,
    language: 'en',
    transcript_ready: true,
  })
  const events = await recordingEvents(app)
  expect(events.map(({ name }) => name)).toEqual([
    'recording.created',
    'recording.processing.started',
    'recording.processing.completed',
    'recording.transcript.ready',
  ])
  expect(events.at(-1)?.recording.transcript).toMatchObject({
    id: recording.transcript_id,
    text: 'What does it cost? It depends.',
    speakers: [{ number: 1, kind: 'unknown' }],
  })
})

test('on two channels rep and customer are apart, also when they speak at once', async () => {
  const stt = openFake({
    lines: (call) =>
      call === 0 ? [line(1_000, 'It depends.')] : [line(0, 'Price?'), line(1_000, 'On what?')],
  })
  await using app = await startTestApp({ stt })
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'n@lumen.example',
  })
  const file = makeWav({ seconds: 2, tones: [440, 300] })
  const { id } = (await upload(app, file, { fields: { contact_id: contact.id } })).body.data
  await app.drain()
  const transcript = await app.client.transcripts.get(id, {})
  expect(transcript).toMatchObject({
    has_speakers: true,
    source: 'speech',
    engine: 'fake',
    speakers: [
      { number: 1, kind: 'customer', name: 'Nadia', contact_id: contact.id },
      { number: 2, kind: 'rep', user_id: app.owner.userId },
    ],
  })
  expect(transcript.segments.map(({ speaker, text }) => `${speaker} ${text}`)).toEqual([
    '1 Price?',
    '2 It depends.',
    '1 On what?',
  ])
})

test('words that end with the recording are in its transcript', async () => {
  const stt = openFake({ lines: [line(0, 'First.'), line(1_200, 'Last.')] })
  await using app = await startTestApp({ stt })
  const { id } = (await upload(app, makeWav({ seconds: 2, tones: [440] }))).body.data
  await app.drain()
  const { segments } = await app.client.transcripts.get(id, {})
  expect(segments.map(({ text }) => text)).toEqual(['First.', 'Last.'])
})

test('two channels with the same sound are heard once', async () => {
  const stt = openFake({ lines: [line(0, 'Hello.')] })
  await using app = await startTestApp({ stt })
  const { id } = (await upload(app, makeWav({ seconds: 1, tones: [440, 440] }))).body.data
  await app.drain()
  expect(stt.calls.length).toBe(1)
  expect(await app.client.transcripts.get(id, {})).toMatchObject({
    has_speakers: false,
    segment_count: 1,
  })
})

test('of silence there is a transcript without words', async () => {
  await using app = await startTestApp()
  const { id } = (await upload(app, makeWav({ seconds: 1, tones: [0] }))).body.data
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({ status: 'completed', loudness: -100 })
  expect(await app.client.transcripts.get(id, {})).toMatchObject({
    word_count: 0,
    segments: [],
    speakers: [],
  })
})

test.each([
  ['empty', Buffer.alloc(0)],
  ['unsupported', Buffer.from('<html><script>alert(1)</script></html>')],
  ['unsupported', Buffer.alloc(10_000, 7)],
])('a file that is %s fails with a sentence, once', async (code, file) => {
  await using app = await startTestApp()
  const { id } = (await upload(app, file)).body.data
  await app.drain()
  const recording = await app.client.recordings.get(id)
  expect(recording).toMatchObject({
    status: 'failed',
    failure: { code, message: expect.stringMatching(/^The file .*\.$/) },
    transcript_ready: false,
  })
  expect((await recordingEvents(app)).map(({ name }) => name)).toEqual([
    'recording.created',
    'recording.processing.started',
    'recording.processing.failed',
  ])
})

test('without a speech engine, or when it is lost for good, the recording says so', async () => {
  await using app = await startTestApp({ stt: null })
  const { id } = (await upload(app, makeWav({ seconds: 1, tones: [440] }))).body.data
  await app.drain()
  expect((await app.client.recordings.get(id)).failure?.code).toBe('no_engine')
  await rm(join(app.dataDir, 'media'), { recursive: true })
  await app.client.recordings.transcribe(id)
  await app.drain()
  expect((await app.client.recordings.get(id)).failure?.code).toBe('file_missing')
})

test('what was interrupted goes on behind the last part, without hearing anything twice', async () => {
  const lines = [line(0, 'One.'), line(1_000, 'Two.'), line(2_000, 'Three.')]
  const error = new ProviderError('fake', true, 'the process was killed')
  const stt = openFake({ lines, failAfter: { segments: 2, error } })
  await using app = await startTestApp({ stt })
  const { id } = (await upload(app, makeWav({ seconds: 3, tones: [440] }))).body.data
  await app.drain()
  const halfway = await app.client.recordings.get(id)
  expect(halfway.status).toBe('processing')
  expect(halfway.progress).toBeCloseTo(60, 0)
  stt.script({ lines })
  await app.db.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({ status: 'completed', progress: 100 })
  expect(stt.calls.map(({ startMs }) => startMs)).toEqual([0, 1_800])
  expect((await app.client.transcripts.get(id, {})).segments.map(({ text }) => text)).toEqual([
    'One.',
    'Two.',
    'Three.',
  ])
  const names = (await recordingEvents(app)).map(({ name }) => name)
  expect(names.filter((name) => name === 'recording.processing.started').length).toBe(1)
})

test('a transcription can be cancelled while it runs, and begun again', async () => {
  let reached = () => {}
  const atWork = new Promise<void>((resolve) => {
    reached = resolve
  })
  const lines = [line(0, 'One.'), line(1_000, 'Two.')]
  const gate = async () => {
    reached()
    await new Promise(() => {})
  }
  const stt = openFake({ lines, gate })
  await using app = await startTestApp({ stt })
  const { id } = (await upload(app, makeWav({ seconds: 2, tones: [440] }))).body.data
  const working = app.drain()
  await atWork
  expect(await app.client.recordings.cancel(id)).toMatchObject({ status: 'cancelled' })
  await working
  expect(await app.client.recordings.get(id)).toMatchObject({
    status: 'cancelled',
    transcript_ready: false,
  })
  stt.script({ lines })
  expect(await app.client.recordings.transcribe(id)).toMatchObject({ status: 'new', progress: 0 })
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({ status: 'completed' })
})
