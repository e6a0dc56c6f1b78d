import { expect, test } from 'vitest'
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
