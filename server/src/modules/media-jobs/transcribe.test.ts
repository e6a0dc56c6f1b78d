import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { ProviderError } from '../../providers/provider-error.ts'
import { openFake } from '../../providers/stt/fake.ts'
import { eventually } from '../../../test/eventually.ts'
import { hurry, startMediaApp } from '../../../test/media-jobs.ts'
import { makeWav } from '../../../test/wave.ts'

const line = (startMs: number, text: string) => ({ startMs, endMs: startMs + 800, text })
const lines = [line(0, 'What does it cost?'), line(1_000, 'It depends.')]

test('audio at an address becomes text with times, and the file is forgotten', async () => {
  await using app = await startMediaApp({ stt: openFake({ lines }) })
  const id = await app.transcribe({ title: 'Quote review', language: 'en-US' })
  expect(await app.job(id)).toMatchObject({ status: 'PENDING', progress: 0, jobResponse: null })
  await app.drain()
  expect(await app.job(id)).toMatchObject({
    type: 'TRANSCRIPTION',
    status: 'COMPLETED',
    progress: 100,
    title: 'Quote review',
    model: 'Hamsa-General-V2.0',
    systemModelKey: 'fake',
    fromLng: 'en',
    usageTime: 2,
    mediaUrl: `${app.media.url}/talk.wav`,
    jobResponse: {
      text: 'What does it cost? It depends.',
      transcription: 'What does it cost? It depends.',
      duration: 2,
      segments: [
        { speaker: 1, start: 0, end: 0.8, text: 'What does it cost?' },
        { speaker: 1, start: 1, end: 1.8, text: 'It depends.' },
      ],
      srt: null,
    },
  })
  const { workspaceId } = app.owner
  expect(await app.context.media.stat({ workspaceId, id })).toBeUndefined()
})

test('subtitles come when they are asked for, cut as the options say', async () => {
  await using app = await startMediaApp({ stt: openFake({ lines }) })
  const usual = await app.transcribe({ returnSrtFormat: true })
  const short = await app.transcribe({
    returnSrtFormat: true,
    srtOptions: { maxCharsPerLine: 10, maxLinesPerSubtitle: 1, minDuration: 0 },
  })
  await app.drain()
  expect((await app.job(usual)).jobResponse?.['srt']).toBe(
    '1\n00:00:00,000 --> 00:00:01,800\nWhat does it cost? It depends.\n',
  )
  const cut = String((await app.job(short)).jobResponse?.['srtFormat'])
  for (const row of cut.split('\n')) {
    if (!row.includes('-->')) expect(row.length).toBeLessThanOrEqual(10)
  }
})

test('two sides of a stereo file are two speakers', async () => {
  const stt = openFake({
    lines: (call) => (call === 0 ? [line(1_000, 'It depends.')] : [line(0, 'Price?')]),
  })
  await using app = await startMediaApp({ stt })
  const stereo = makeWav({ seconds: 2, tones: [440, 300] })
  app.media.answerWith((response) => void response.end(stereo))
  const id = await app.transcribe()
  await app.drain()
  expect((await app.job(id)).jobResponse?.['segments']).toMatchObject([
    { speaker: 2, text: 'Price?' },
    { speaker: 1, text: 'It depends.' },
  ])
})

test.for([
  [404, 'rejected_by_host'],
  [302, 'rejected_by_host'],
] as const)('an address that answers %d fails at once: %s', async ([status, code]) => {
  await using app = await startMediaApp()
  app.media.answerWith((response) => {
    response.writeHead(status, { location: 'http://169.254.169.254/' }).end()
  })
  const id = await app.transcribe()
  await app.drain()
  expect(await app.job(id)).toMatchObject({ status: 'FAILED', failure: { code } })
  expect(app.media.received).toHaveLength(1)
})

test('a server that fails for a while is asked again, and one that always does ends the job', async () => {
  await using app = await startMediaApp({ stt: openFake({ lines }) })
  const wav = makeWav({ seconds: 2, tones: [440] })
  app.media.answerWith((response, _, count) => {
    if (count === 1) response.writeHead(503).end()
    else response.end(wav)
  })
  const id = await app.transcribe()
  await app.drain()
  expect(await app.job(id)).toMatchObject({ status: 'IN_PROGRESS' })
  await hurry(app)
  await app.drain()
  expect(await app.job(id)).toMatchObject({ status: 'COMPLETED' })

  app.media.answerWith((response) => void response.writeHead(500).end())
  const hopeless = await app.transcribe()
  for (let round = 0; round < 7; round += 1) {
    await app.drain()
    await hurry(app)
  }
  expect(await app.job(hopeless)).toMatchObject({
    status: 'FAILED',
    failure: { code: 'rejected_by_host', message: expect.stringContaining('500') as string },
  })
})

test('files that are no audio, empty or broken fail with what is wrong with them', async () => {
  await using app = await startMediaApp()
  const codes: (string | undefined)[] = []
  for (const body of ['', '<html>Sign in</html>', 'RIFF????WAVE']) {
    app.media.answerWith((response) => void response.end(body))
    const id = await app.transcribe()
    await app.drain()
    codes.push((await app.job(id)).failure?.code)
  }
  expect(codes).toEqual(['empty', 'unsupported', 'corrupt'])
})

test('a server that sends nothing more does not hold a job that is cancelled', async () => {
  const silent = createServer((socket) => {
    socket.on('error', () => {})
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nRIFF')
  }).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  await using app = await startMediaApp()
  const id = await app.transcribe({ mediaUrl: `http://127.0.0.1:${port}/slow.wav` })
  const drained = app.drain()
  await eventually(
    async () => (await app.job(id)).status,
    (status) => status === 'IN_PROGRESS',
  )
  const cancelled = await app.call('POST', `/v1/jobs/${id}/cancel`)
  expect(cancelled.body.data).toMatchObject({ status: 'CANCELLED' })
  await drained
  silent.close()
  expect(await app.job(id)).toMatchObject({ status: 'CANCELLED', jobResponse: null })
})

test('one that is cancelled while it is heard stays so, and can be done again', async () => {
  let release = () => {}
  const held = new Promise<void>((done) => {
    release = done
  })
  let isHeld = false
  const stt = openFake({
    lines,
    gate: async () => {
      isHeld = true
      await held
    },
  })
  await using app = await startMediaApp({ stt })
  const id = await app.transcribe()
  const drained = app.drain()
  await eventually(
    () => isHeld,
    (value) => value,
  )
  await app.call('POST', `/v1/jobs/${id}/cancel`)
  await drained
  release()
  expect(await app.job(id)).toMatchObject({ status: 'CANCELLED' })
  const again = await app.call('POST', `/v1/jobs/${id}/retry`)
  expect(again.body.data).toMatchObject({ status: 'PENDING', progress: 0 })
  await app.drain()
  expect(await app.job(id)).toMatchObject({ status: 'COMPLETED' })
  expect((await app.call('POST', `/v1/jobs/${id}/retry`)).status).toBe(409)
})

test('without an engine, or with one that gives up, the job says so', async () => {
  await using deaf = await startMediaApp({ stt: null })
  const id = await deaf.transcribe()
  await deaf.drain()
  expect(await deaf.job(id)).toMatchObject({ status: 'FAILED', failure: { code: 'no_engine' } })

  const error = new ProviderError('speech', false, 'No such model.')
  const stt = openFake({ lines, failAfter: { segments: 1, error } })
  await using broken = await startMediaApp({ stt })
  const other = await broken.transcribe()
  await broken.drain()
  expect(await broken.job(other)).toMatchObject({ failure: { code: 'no_engine' } })
})

test('an engine that fails in the middle goes on where it was, with nothing twice', async () => {
  const error = new ProviderError('speech', true, 'It fell over.')
  const stt = openFake({ lines, failAfter: { segments: 1, error } })
  await using app = await startMediaApp({ stt })
  const id = await app.transcribe()
  await app.drain()
  stt.script({ lines })
  await hurry(app)
  await app.drain()
  expect((await app.job(id)).jobResponse?.['text']).toBe('What does it cost? It depends.')
  expect(app.media.received).toHaveLength(1)
  expect(stt.calls.at(-1)?.startMs).toBe(800)
})
