import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { makeWav } from '../../../test/wave.ts'

const wav = makeWav({ seconds: 2, tones: [440] })

test('a call tells of its recording, from its arrival to its transcript', async () => {
  await using app = await startTestApp()
  const { calls, recordings } = app.client
  const { id } = await calls.create({ call_date: '2026-03-02T09:00:00Z', direction: 'outbound' })
  const other = await calls.create({ call_date: '2026-03-02T10:00:00Z' })
  expect(await calls.get(id)).toMatchObject({ has_recording: false, recording: null })

  const recording = await recordings.upload(wav, { conversation_id: id })
  expect(await calls.get(id)).toMatchObject({
    recording_url: null,
    has_recording: true,
    recording: { id: recording.id, status: 'new', duration: null, transcript_ready: false },
  })
  await app.drain()
  expect((await calls.get(id)).recording).toEqual({
    id: recording.id,
    status: 'completed',
    duration: 2,
    transcript_ready: true,
  })

  const idsWhere = async (has_recording: boolean) =>
    (await calls.list({ has_recording })).data.map((call) => call.id)
  expect(await idsWhere(true)).toEqual([id])
  expect(await idsWhere(false)).toEqual([other.id])
  await recordings.delete(recording.id)
  expect(await calls.get(id)).toMatchObject({ has_recording: false, recording: null })
})

test('a call whose recording cannot be fetched says so', async () => {
  await using app = await startTestApp()
  const { id } = await app.client.calls.create({
    call_date: '2026-03-02T09:00:00Z',
    recording_url: 'http://127.0.0.1:1/call.wav',
  })
  await app.drain()
  expect(await app.client.calls.get(id)).toMatchObject({
    has_recording: true,
    recording: { status: 'failed', duration: null, transcript_ready: false },
  })
})
