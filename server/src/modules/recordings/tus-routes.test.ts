import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'

const wav = makeWav({ seconds: 1, tones: [440] })
const base64 = (text: string) => Buffer.from(text).toString('base64')

function tus(
  app: TestApp,
  method: string,
  path: string,
  more: {
    readonly headers?: Record<string, string>
    readonly body?: Uint8Array
    readonly key?: string
  } = {},
) {
  return fetch(new URL(path, app.baseUrl), {
    method,
    headers: {
      'tus-resumable': '1.0.0',
      'x-api-key': more.key ?? app.owner.apiKey,
      ...more.headers,
    },
    ...(more.body && { body: new Uint8Array(more.body) }),
  })
}

const begin = (app: TestApp, headers: Record<string, string> = {}) =>
  tus(app, 'POST', '/uploads/recordings', {
    headers: {
      'upload-length': String(wav.length),
      'upload-metadata': `filename ${base64('größe.wav')},title ${base64('In parts')},is_confidential`,
      ...headers,
    },
  })

const send = (app: TestApp, location: string, offset: number, body: Uint8Array) =>
  tus(app, 'PATCH', location, {
    headers: { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body,
  })

test('a file can arrive in parts and then is a recording', async () => {
  await using app = await startTestApp()
  const begun = await begin(app, {
    'upload-metadata': `filename ${base64('größe.wav')},title ${base64('In parts')}`,
  })
  expect([begun.status, begun.headers.get('tus-resumable')]).toEqual([201, '1.0.0'])
  const location = begun.headers.get('location') ?? ''
  const first = await send(app, location, 0, wav.subarray(0, 5_000))
  expect([first.status, first.headers.get('upload-offset')]).toEqual([204, '5000'])
  const state = await tus(app, 'HEAD', location)
  expect([
    state.status,
    state.headers.get('upload-offset'),
    state.headers.get('upload-length'),
    state.headers.get('cache-control'),
  ]).toEqual([200, '5000', String(wav.length), 'no-store'])
  expect((await app.client.recordings.list()).count).toBe(0)
  expect((await send(app, location, 4_000, wav.subarray(4_000))).status).toBe(409)
  expect((await send(app, location, 5_000, wav.subarray(5_000))).status).toBe(204)
  const { data } = await app.client.recordings.list()
  expect(data).toMatchObject([
    {
      id: location.split('/').at(-1),
      title: 'In parts',
      file_name: 'größe.wav',
      file_size: wav.length,
    },
  ])
  await app.drain()
  expect(await app.client.recordings.get(data[0]?.id ?? '')).toMatchObject({
    status: 'completed',
    duration: 1,
  })
  // The last reply may have been lost: asking again makes no second recording.
  expect((await tus(app, 'HEAD', location)).headers.get('upload-offset')).toBe(String(wav.length))
  expect((await app.client.recordings.list()).count).toBe(1)
})

test('an upload goes on in another process, from the last byte that was safe', async () => {
  await using app = await startTestApp()
  const location = (await begin(app, { 'upload-metadata': '' })).headers.get('location') ?? ''
  await send(app, location, 0, wav.subarray(0, 9_000))
  // As after a crash: the file has more than the database knows of.
  await app.db.pool.query('update recording_upload set received = 5000')
  expect((await tus(app, 'HEAD', location)).headers.get('upload-offset')).toBe('5000')
  expect((await send(app, location, 5_000, wav.subarray(5_000))).status).toBe(204)
  const { data } = await app.client.recordings.list()
  const audio = await app.call('GET', `/functions/v1/api-v1-recordings/${data[0]?.id}/audio`, {
    headers: { range: 'bytes=4998-5002' },
  })
  expect(audio.status).toBe(206)
  await app.drain()
  expect(await app.client.recordings.get(data[0]?.id ?? '')).toMatchObject({
    status: 'completed',
    duration: 1,
  })
})

test('an upload whose last byte came before a crash becomes a recording when asked about', async () => {
  await using app = await startTestApp()
  const location = (await begin(app, { 'upload-metadata': '' })).headers.get('location') ?? ''
  const id = location.split('/').at(-1) ?? ''
  const { workspaceId } = app.owner
  await send(app, location, 0, wav.subarray(0, 9_000))
  const { Readable } = await import('node:stream')
  await app.context.media.append({ workspaceId, id }, 9_000, Readable.from([wav.subarray(9_000)]), {
    maxBytes: wav.length,
  })
  await app.db.pool.query('update recording_upload set received = length')
  expect((await tus(app, 'HEAD', location)).status).toBe(200)
  expect((await app.client.recordings.list()).count).toBe(1)
})

test('an upload can be given up, and is forgotten after a day', async () => {
  let now = Date.now()
  await using app = await startTestApp({ now: () => new Date(now) })
  const first = (await begin(app, { 'upload-metadata': '' })).headers.get('location') ?? ''
  await send(app, first, 0, wav.subarray(0, 100))
  expect((await tus(app, 'DELETE', first)).status).toBe(204)
  expect((await tus(app, 'HEAD', first)).status).toBe(404)
  const second = (await begin(app, { 'upload-metadata': '' })).headers.get('location') ?? ''
  now += 25 * 3_600_000
  expect((await tus(app, 'HEAD', second)).status).toBe(404)
})

test('what the protocol forbids is refused', async () => {
  await using app = await startTestApp()
  const other = await app.newWorkspace()
  const location = (await begin(app, { 'upload-metadata': '' })).headers.get('location') ?? ''
  expect((await tus(app, 'HEAD', location, { key: other.apiKey })).status).toBe(404)
  expect((await tus(app, 'HEAD', location, { key: 'sk_wrong' })).status).toBe(401)
  expect((await tus(app, 'HEAD', location, { headers: { 'tus-resumable': '0.2.0' } })).status).toBe(
    412,
  )
  expect((await begin(app, { 'upload-length': String(3 * 1024 ** 3) })).status).toBe(413)
  expect((await begin(app, { 'upload-length': '-1' })).status).toBe(400)
  expect((await begin(app, { 'upload-metadata': `contact_id ${base64('7')}` })).status).toBe(400)
  expect((await begin(app, { 'upload-metadata': 'a b c' })).status).toBe(400)
  expect((await tus(app, 'HEAD', '/uploads/recordings/nothing')).status).toBe(404)
  const wrongType = await tus(app, 'PATCH', location, {
    headers: { 'content-type': 'application/json', 'upload-offset': '0' },
    body: Buffer.from('{}'),
  })
  expect(wrongType.status).toBe(415)
  expect((await send(app, location, 0, Buffer.alloc(wav.length + 1))).status).toBe(413)
  const abilities = await fetch(`${app.baseUrl}/uploads/recordings`, { method: 'OPTIONS' })
  expect(abilities.headers.get('tus-extension')).toContain('creation')
})
