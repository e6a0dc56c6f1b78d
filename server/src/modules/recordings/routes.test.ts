import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordingEvents, upload } from '../../../test/recordings.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'

const path = '/functions/v1/api-v1-recordings'
const wav = makeWav({ seconds: 1, tones: [440] })

/** Every file of the media store. */
async function mediaFiles(app: TestApp): Promise<string[]> {
  const entries = await readdir(join(app.dataDir, 'media'), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

async function get(app: TestApp, url: string, headers: Record<string, string> = {}) {
  const reply = await fetch(url, { headers: { 'x-api-key': app.owner.apiKey, ...headers } })
  return {
    status: reply.status,
    headers: reply.headers,
    bytes: Buffer.from(await reply.arrayBuffer()),
  }
}

test('a file is played as it was sent, whole or in part', async () => {
  await using app = await startTestApp()
  const { id } = (await upload(app, wav, { name: 'größe "1".wav' })).body.data
  await app.drain()
  const url = `${app.baseUrl}${path}/${id}/audio`
  const whole = await get(app, url)
  expect(whole.status).toBe(200)
  expect(whole.bytes.equals(wav)).toBe(true)
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': 'audio/wav',
    'content-length': String(wav.length),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'content-disposition': expect.stringContaining("filename*=UTF-8''gr%C3%B6%C3%9Fe"),
  })
  const part = await get(app, url, { range: 'bytes=10-19' })
  expect([part.status, part.headers.get('content-range')]).toEqual([
    206,
    `bytes 10-19/${wav.length}`,
  ])
  expect(part.bytes.equals(wav.subarray(10, 20))).toBe(true)
  const beyond = await get(app, url, { range: `bytes=${wav.length}-` })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([
    416,
    `bytes */${wav.length}`,
  ])
  expect(beyond.bytes.toString()).toContain('RANGE_NOT_SATISFIABLE')
  const same = await get(app, url, { 'if-none-match': whole.headers.get('etag') ?? '' })
  expect([same.status, same.bytes.length]).toEqual([304, 0])
  const head = await fetch(url, { method: 'HEAD', headers: { 'x-api-key': app.owner.apiKey } })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(wav.length)])
})

test('a link plays without a key, until it expires or the recording is deleted', async () => {
  let now = Date.now()
  await using app = await startTestApp({ now: () => new Date(now) })
  const { id } = (await upload(app, wav)).body.data
  const link = await app.client.recordings.link(id, { expires_in: 60 })
  expect(link.url.startsWith(`${app.baseUrl}/functions/v1/linked-audio?token=`)).toBe(true)
  const part = await fetch(link.url, { headers: { range: 'bytes=0-3' } })
  expect([part.status, await part.text()]).toEqual([206, 'RIFF'])
  const changed = link.url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const respelled = Buffer.from(link.url.slice(-4), 'base64url')
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const sameBytes = alphabet
    .split('')
    .map((letter) => link.url.slice(0, -1) + letter)
    .filter((url) => url !== link.url)
    .filter((url) => Buffer.from(url.slice(-4), 'base64url').equals(respelled))
  for (const url of [changed, ...sameBytes, `${link.url}AA`, link.url.slice(0, -10)]) {
    expect((await fetch(url)).status).toBe(403)
  }
  now += 60_000
  const late = await fetch(link.url)
  expect([late.status, await late.json()]).toMatchObject([403, { code: 'LINK_EXPIRED' }])
  const again = await app.client.recordings.link(id, {})
  await app.client.recordings.delete(id)
  expect((await fetch(again.url)).status).toBe(404)
})

test('a deleted recording leaves no file, no transcript and no conversation', async () => {
  await using app = await startTestApp()
  const { id } = (await upload(app, wav)).body.data
  await app.drain()
  expect(await mediaFiles(app)).toEqual([id])
  expect(await app.client.recordings.delete(id)).toEqual({ id, deleted: true })
  expect(await mediaFiles(app)).toEqual([])
  await app.drain()
  expect((await recordingEvents(app)).at(-1)).toMatchObject({
    name: 'recording.deleted',
    recording: { id, deleted: true },
  })
  const { rows } = await app.db.pool.query<{ left: number }>(
    `select (select count(*) from recording) + (select count(*) from transcript)
       + (select count(*) from conversation) as left`,
  )
  expect(rows[0]?.left).toBe(0)
  expect((await app.call('GET', `${path}/${id}`)).status).toBe(404)
})

test('a call keeps its transcript when its recording is deleted, and has one recording at most', async () => {
  await using app = await startTestApp()
  const meeting = await app.client.meetings.create({ title: 'Demo' })
  const fields = { conversation_id: meeting.id }
  const { id } = (await upload(app, wav, { fields })).body.data
  expect(await upload(app, wav, { fields })).toMatchObject({ status: 409 })
  expect(await mediaFiles(app)).toEqual([id])
  await app.drain()
  expect(await app.client.recordings.get(id)).toMatchObject({
    title: 'Demo',
    conversation_kind: 'meeting',
  })
  await app.client.recordings.delete(id)
  expect((await app.client.transcripts.get(meeting.id, {})).conversation_id).toBe(meeting.id)
})

test('recordings are listed newest first, page by page, and found by title and state', async () => {
  await using app = await startTestApp()
  for (const title of ['One 50%', 'Two', 'Three']) await upload(app, wav, { fields: { title } })
  const titles = ({ data }: { data: { title: string }[] }) => data.map(({ title }) => title)
  expect(titles(await app.client.recordings.list())).toEqual(['Three', 'Two', 'One 50%'])
  const first = await app.client.recordings.list({ limit: 2 })
  expect(first).toMatchObject({ count: 3, pagination: { hasMore: true, total: 3 } })
  const cursor = first.pagination.nextCursor ?? ''
  expect(titles(await app.client.recordings.list({ limit: 2, cursor }))).toEqual(['One 50%'])
  expect(titles(await app.client.recordings.list({ limit: 2, offset: 2 }))).toEqual(['One 50%'])
  expect(titles(await app.client.recordings.list({ search: '50%' }))).toEqual(['One 50%'])
  expect(titles(await app.client.recordings.list({ search: 't' }))).toEqual(['Three', 'Two'])
  expect(titles(await app.client.recordings.list({ status: 'completed' }))).toEqual([])
  const all: string[] = []
  for await (const { title } of app.client.recordings.all({ limit: 1 })) all.push(title)
  expect(all.length).toBe(3)
})

test('a recording exists for its owner and those who see all, and for no other workspace', async () => {
  await using app = await startTestApp()
  const { id } = (await upload(app, wav)).body.data
  const { workspaceId } = app.owner
  const rep = await app.newMember(workspaceId, 'rep')
  const narrow = await app.newKey({
    ...rep,
    workspaceId,
    scopes: ['recordings:read', 'recordings:write'],
  })
  const other = await app.newWorkspace()
  for (const key of [narrow, other.apiKey]) {
    for (const rest of ['', '/audio', '/peaks']) {
      expect((await app.call('GET', `${path}/${id}${rest}`, { key })).status).toBe(404)
    }
    expect((await app.call('POST', `${path}/${id}/link`, { key, body: {} })).status).toBe(404)
    expect((await app.call('GET', path, { key })).body.count).toBe(0)
  }
  const own = await upload(app, wav, { key: narrow })
  expect(own).toMatchObject({ status: 201, body: { data: { owner_id: rep.userId } } })
  expect((await app.client.recordings.list()).count).toBe(2)
  const contact = await app.client.contacts.create({
    first_name: 'Not',
    email: 'not@yours.example',
  })
  for (const key of [narrow, other.apiKey]) {
    const pointing = await upload(app, wav, { key, fields: { contact_id: contact.id } })
    expect(pointing).toMatchObject({ status: 404, body: { code: 'CONTACT_NOT_FOUND' } })
  }
  expect((await mediaFiles(app)).length).toBe(2)
})

test('the title and the channel of the rep can be changed, and the waveform be had', async () => {
  await using app = await startTestApp()
  const { id } = (await upload(app, makeWav({ seconds: 1, tones: [440, 0] }))).body.data
  expect((await app.call('GET', `${path}/${id}/peaks`)).status).toBe(409)
  expect(
    await app.client.recordings.update(id, { title: 'Renamed', rep_channel: 2 }),
  ).toMatchObject({
    title: 'Renamed',
    rep_channel: 2,
  })
  await app.drain()
  const { channels, ms_per_peak, duration } = await app.client.recordings.peaks(id)
  expect(duration).toBe(1)
  expect(channels.map((peaks) => Math.round(peaks.length * ms_per_peak))).toEqual([1_000, 1_000])
  expect(Math.max(...(channels[0] ?? []))).toBeCloseTo(0.24, 1)
  expect(Math.max(...(channels[1] ?? []))).toBe(0)
})
