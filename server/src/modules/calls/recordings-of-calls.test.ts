import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { fetchRecordingsOfCalls, type RecordingAddress } from './recordings-of-calls.ts'

test('a recording is fetched once for each address that a call is given', async () => {
  const wanted: RecordingAddress[] = []
  const subscriber = fetchRecordingsOfCalls(async (_tx, recording) => {
    wanted.push(recording)
  })
  await using app = await startTestApp({ subscribers: [subscriber] })
  const { workspaceId, userId } = app.owner
  const capture = (fields: object) =>
    app.client.calls.capture({ company_id: workspaceId, external_call_id: 'C1', ...fields })
  const { data } = await capture({ outcome: 'completed' })
  const id = data.call_history_id
  await app.drain()
  expect(wanted).toEqual([])
  await capture({ recording_url: 'https://dialer.example/1.mp3' })
  await capture({ recording_url: 'https://dialer.example/1.mp3', notes: 'More.' })
  await app.client.calls.delete(id)
  await app.client.calls.restore(id)
  await capture({ recording_url: 'https://dialer.example/2.mp3' })
  await app.drain()
  const recording = { workspaceId, conversationId: id, ownerId: userId }
  expect(wanted).toEqual([
    { ...recording, url: 'https://dialer.example/1.mp3' },
    { ...recording, url: 'https://dialer.example/2.mp3' },
  ])
})
