import type { LinkedClip } from '@parley/contract'
import { expect, test } from 'vitest'
import { upload } from '../../../test/recordings.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'
import { openFake } from '../../providers/stt/fake.ts'

const lines = [
  { startMs: 0, endMs: 1_400, text: 'This is private.' },
  { startMs: 2_000, endMs: 3_500, text: 'This is for all.' },
  { startMs: 4_000, endMs: 5_500, text: 'This is private too.' },
]
/** Quiet, then a tone in its third second, then quiet. */
function recording(): Buffer {
  const wav = makeWav({ seconds: 6, tones: [440] })
  const second = 8_000 * 2
  wav.fill(0, 44, 44 + 2 * second)
  wav.fill(0, 44 + 4 * second)
  return wav
}

async function makeClip(app: TestApp, body = { title: 'For all', start_ms: 2_000, end_ms: 4_000 }) {
  const { data } = (await upload(app, recording())).body
  await app.drain()
  const path = `/functions/v1/api-v1-conversations/${data.conversation_id}/clips`
  const made = await app.call('POST', path, { body })
  expect(made).toMatchObject({ status: 201, body: { data: body } })
  return { path: `${path}/${made.body.data.id as string}`, recordingId: data.id }
}

async function linkTo(app: TestApp, path: string, body = {}) {
  const reply = await app.call('POST', `${path}/link`, { body })
  return reply.body.data as { url: string; expires_at: string }
}

test('a link shows and plays its part of the conversation and nothing else', async () => {
  await using app = await startTestApp({ stt: openFake({ lines }) })
  const { path } = await makeClip(app)
  const { url } = await linkTo(app, path)
  const shown = ((await (await fetch(url)).json()) as { data: LinkedClip }).data
  expect(shown).toMatchObject({ title: 'For all', start_ms: 2_000, end_ms: 4_000 })
  expect(shown.segments.map(({ text }) => text)).toEqual(['This is for all.'])

  const audio = await fetch(shown.audio_url ?? '')
  const bytes = Buffer.from(await audio.arrayBuffer())
  expect(audio.headers.get('content-type')).toBe('audio/wav')
  // Two seconds of 16 kHz and 16 bits, and the header.
  expect(bytes.length).toBe(44 + 2 * 16_000 * 2)
  const loud = (from: number, to: number) => {
    const samples = new Int16Array(bytes.buffer, bytes.byteOffset + 44, 32_000)
    return samples.slice(from, to).some((sample) => Math.abs(sample) > 3_000)
  }
  expect([loud(500, 16_000), loud(16_000, 31_500)]).toEqual([true, true])

  const part = await fetch(shown.audio_url ?? '', { headers: { range: 'bytes=1001-2000' } })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 1001-2000/${bytes.length}`)
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(1_001, 2_001))).toBe(true)
  const beyond = await fetch(shown.audio_url ?? '', { headers: { range: 'bytes=900000-' } })
  expect(beyond.status).toBe(416)
})

test('a clip ends where the recording does', async () => {
  await using app = await startTestApp({ stt: openFake({ lines }) })
  const { path } = await makeClip(app, { title: 'End', start_ms: 5_000, end_ms: 60_000 })
  const { url } = await linkTo(app, path)
  const audio = await fetch(url.replace('linked-clips?', 'linked-clips/audio?'))
  expect((await audio.arrayBuffer()).byteLength).toBe(44 + 16_000 * 2)
})

test('a link ends with its time, its clip or its conversation, and opens nothing else', async () => {
  let now = new Date('2026-03-02T09:00:00Z')
  await using app = await startTestApp({ stt: openFake({ lines }), now: () => now })
  const { path, recordingId } = await makeClip(app)
  const { url, expires_at: expires } = await linkTo(app, path, { expires_in: 60 })
  expect(expires).toBe('2026-03-02T09:01:00.000Z')
  const token = new URL(url).searchParams.get('token') ?? ''
  const other = await fetch(`${app.baseUrl}/functions/v1/linked-audio?token=${token}`)
  expect(other.status).toBe(403)
  const whole = await app.client.recordings.link(recordingId, {})
  const turned = new URL(whole.url).searchParams.get('token') ?? ''
  expect((await fetch(`${app.baseUrl}/functions/v1/linked-clips?token=${turned}`)).status).toBe(403)

  now = new Date('2026-03-02T09:01:00Z')
  expect((await fetch(url)).status).toBe(403)
  const again = await linkTo(app, path)
  expect((await fetch(again.url)).status).toBe(200)
  await app.call('DELETE', path)
  expect((await fetch(again.url)).status).toBe(404)
})

test('without a recording a clip shows what was said', async () => {
  await using app = await startTestApp()
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  const path = `/functions/v1/api-v1-conversations/${id}/clips`
  const body = { title: 'Empty', start_ms: 0, end_ms: 5_000 }
  const made = await app.call('POST', path, { body })
  const { url } = await linkTo(app, `${path}/${made.body.data.id as string}`)
  const shown = ((await (await fetch(url)).json()) as { data: LinkedClip }).data
  expect(shown).toMatchObject({ audio_url: null, segments: [] })
  const audio = await fetch(url.replace('linked-clips?', 'linked-clips/audio?'))
  expect(audio.status).toBe(404)
})

test.each([
  { title: 'x', start_ms: 5_000, end_ms: 5_000 },
  { title: 'x', start_ms: 0, end_ms: 900_001 },
  { title: '', start_ms: 0, end_ms: 2_000 },
  { title: 'x', start_ms: -1, end_ms: 2_000 },
])('%j is no clip', async (body) => {
  await using app = await startTestApp()
  const { id } = await app.client.meetings.create({ title: 'Discovery' })
  const path = `/functions/v1/api-v1-conversations/${id}/clips`
  expect((await app.call('POST', path, { body })).status).toBe(400)
})

test('a clip that begins after the last word is refused', async () => {
  await using app = await startTestApp({ stt: openFake({ lines }) })
  const { path } = await makeClip(app)
  const body = { title: 'Beyond', start_ms: 3_600_000, end_ms: 3_601_000 }
  const clips = path.slice(0, path.lastIndexOf('/'))
  expect(await app.call('POST', clips, { body })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('start_ms') as string },
  })
})

test('a clip is renamed by whoever made it and deleted by admins too', async () => {
  await using app = await startTestApp({ stt: openFake({ lines }) })
  const { path } = await makeClip(app)
  const renamed = await app.call('PATCH', path, { body: { title: 'Better' } })
  expect(renamed.body.data).toMatchObject({ title: 'Better' })
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'admin')
  const scopes = ['read', 'write', 'delete', 'admin'] as const
  const key = await app.newKey({ workspaceId, userId, scopes })
  expect((await app.call('PATCH', path, { key, body: { title: 'Worse' } })).status).toBe(403)
  expect((await app.call('DELETE', path, { key })).status).toBe(200)
})
