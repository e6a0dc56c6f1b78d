import { readdir, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openFake } from '../src/providers/stt/fake.ts'
import { eventually } from './eventually.ts'
import { recordingEvents } from './recordings.ts'
import { startServerOn } from './server-on-app.ts'
import { startSpeechService } from './speech-service.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { makeWav } from './wave.ts'

const formPath = '/functions/v1/api-v1-recordings'
const wav = makeWav({ seconds: 60, tones: [440] })
const acknowledgedBytes = 300_000

/** Files of the store, finished ones and others, without their folders. */
async function filesOf(app: TestApp): Promise<string[]> {
  const folder = join(app.dataDir, 'media')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

const sizeOf = (file: string) =>
  stat(file).then(
    ({ size }) => size,
    () => -1,
  )

/** Sends a part of a body that claims to be longer, and then no more. */
function sendAndStop(url: string, headers: Record<string, string>, part: Uint8Array, more = {}) {
  const sending = request(url, { method: 'POST', ...more, headers })
  sending.on('error', () => {})
  sending.write(part)
}

test('an upload in parts whose server is killed goes on at the offset that was acknowledged', async () => {
  await using app = await startTestApp()
  const tus = { 'tus-resumable': '1.0.0', 'x-api-key': app.owner.apiKey }
  const bytes = (offset: number) => ({
    ...tus,
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
  })
  await using first = await startServerOn(app)
  const begun = await fetch(`${first.address}/uploads/recordings`, {
    method: 'POST',
    headers: { ...tus, 'upload-length': String(wav.length) },
  })
  const location = begun.headers.get('location') ?? ''
  const acknowledged = await fetch(first.address + location, {
    method: 'PATCH',
    headers: bytes(0),
    body: new Uint8Array(wav.subarray(0, acknowledgedBytes)),
  })
  expect(acknowledged.headers.get('upload-offset')).toBe(String(acknowledgedBytes))
  sendAndStop(
    first.address + location,
    { ...bytes(acknowledgedBytes), 'content-length': String(wav.length - acknowledgedBytes) },
    wav.subarray(acknowledgedBytes, 2 * acknowledgedBytes),
    { method: 'PATCH' },
  )
  const id = location.split('/').at(-1) ?? ''
  const part = join(app.dataDir, 'media', app.owner.workspaceId, id.slice(-2), `${id}.part`)
  await eventually(
    () => sizeOf(part),
    (size) => size > acknowledgedBytes,
  )
  await first.kill()

  await using second = await startServerOn(app)
  const state = await fetch(second.address + location, { method: 'HEAD', headers: tus })
  const offset = Number(state.headers.get('upload-offset'))
  expect(offset).toBe(acknowledgedBytes)
  const rest = await fetch(second.address + location, {
    method: 'PATCH',
    headers: bytes(offset),
    body: new Uint8Array(wav.subarray(offset)),
  })
  expect(rest.status).toBe(204)
  const { data } = await app.client.recordings.list()
  expect(data).toMatchObject([{ id, file_size: wav.length }])
  const audio = await fetch(`${second.address}${formPath}/${id}/audio`, { headers: tus })
  expect(Buffer.from(await audio.arrayBuffer()).equals(wav)).toBe(true)
})

test('a form whose server is killed leaves no recording, and nothing that stays', async () => {
  await using app = await startTestApp()
  const headers = { 'x-api-key': app.owner.apiKey }
  await using first = await startServerOn(app)
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n'
  sendAndStop(
    first.address + formPath,
    { ...headers, 'content-type': 'multipart/form-data; boundary=b', 'content-length': '9000000' },
    Buffer.concat([Buffer.from(head), wav]),
  )
  await eventually(
    () => filesOf(app),
    (files) => files.some((name) => name.endsWith('.part')),
  )
  await first.kill()

  await using second = await startServerOn(app)
  const listed = await fetch(second.address + formPath, { headers })
  expect(await listed.json()).toMatchObject({ data: [], count: 0 })
  expect((await filesOf(app)).filter((name) => !name.endsWith('.part'))).toEqual([])
  // What the nightly sweep does with parts that nobody went on with.
  await app.context.media.sweep(new Date(Date.now() + 60_000))
  expect(await filesOf(app)).toEqual([])
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(wav)]), 'a.wav')
  const again = await fetch(second.address + formPath, { method: 'POST', headers, body: form })
  expect(again.status).toBe(201)
  expect((await app.client.recordings.list()).count).toBe(1)
})

test('a transcription whose server is killed goes on behind its last part, and doubles nothing', async () => {
  // Longer than the ten minutes that a service is asked about at once.
  const seconds = 720
  const line = (text: string) => ({ startMs: 1_000, endMs: 2_000, text })
  const ears = openFake({ lines: (call) => [line(call === 0 ? 'One.' : 'Two.')] })
  await using service = await startSpeechService(ears, [undefined, 'hang'])
  await using app = await startTestApp()
  const environment = { STT_BASE_URL: service.baseUrl }
  await using first = await startServerOn(app, environment)
  const form = new FormData()
  const file = makeWav({ seconds, tones: [440] })
  form.append('file', new Blob([new Uint8Array(file)]), 'long.wav')
  const sent = await fetch(first.address + formPath, {
    method: 'POST',
    headers: { 'x-api-key': app.owner.apiKey },
    body: form,
  })
  const { id } = ((await sent.json()) as { data: { id: string } }).data
  await eventually(
    () => service.asked.length,
    (asked) => asked === 2,
    30_000,
  )
  await first.kill()
  expect((await app.client.recordings.get(id)).status).toBe('processing')

  // Whether a worker is lost is asked every half minute; this one has been for longer.
  await app.db.pool.query(
    `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`,
  )
  await using second = await startServerOn(app, environment)
  await eventually(
    () => app.client.recordings.get(id),
    ({ status }) => status === 'completed',
    30_000,
  )
  expect(second.address).not.toBe('')
  const { segments } = await app.client.transcripts.get(id, {})
  const [whole, cut, again] = service.asked.map((asked) => asked.seconds)
  expect(service.asked).toHaveLength(3)
  expect(again).toBe(cut)
  expect((whole ?? 0) + (again ?? 0)).toBeCloseTo(seconds, 1)
  expect(segments.map(({ start_ms, text }) => [start_ms, text])).toEqual([
    [1_000, 'One.'],
    [(whole ?? 0) * 1_000 + 1_000, 'Two.'],
  ])
  const names = (await recordingEvents(app)).map(({ name }) => name)
  expect(names).toEqual([
    'recording.created',
    'recording.processing.started',
    'recording.processing.completed',
    'recording.transcript.ready',
  ])
})
