import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { makeTalker } from '../../../test/voice-ears.ts'
import { endCall, startCall } from '../agent-calls/index.ts'
import { CallRecorder } from './call-recorder.ts'
import { salvageRecordings } from './salvage-recordings.ts'
import { findLostSounds, keepSound } from './sound-queries.ts'

const second = 16_000
const inTenMinutes = () => new Date(Date.now() + 10 * 60_000)

test('what a call had recorded when its process died is its recording, once', async () => {
  await using app = await startTestApp()
  const { context } = app
  const { workspaceId } = app.owner
  const agent = await makeTalker(app, {})
  const { callId } = await context.db.transaction((tx) =>
    startCall(tx, context, {
      workspaceId,
      agent: { id: agent.id, versionId: null, name: 'Talker', language: 'en' },
      channel: 'Web',
      direction: 'inbound',
    }),
  )
  const call = { workspaceId, callId }
  const file = { workspaceId, id: context.newId() }
  await context.db.transaction((tx) => keepSound(tx, call, file.id))
  const startMs = Date.now() - 60_000
  const dying = new CallRecorder(context, file, startMs)
  dying.heardUser(new Int16Array(second).fill(1_000), startMs + 1_000)
  dying.heardAgent(new Int16Array(second).fill(-2_000), startMs + 1_000)
  await dying.flushed(startMs + 2_000)
  await context.db.transaction((tx) =>
    endCall(tx, context, call, { status: 'FAILED', endReason: 'server_lost' }),
  )
  await salvageRecordings(context)
  expect(await findLostSounds(context.db, inTenMinutes())).toHaveLength(1)

  const later = { ...context, now: inTenMinutes }
  await salvageRecordings(later)
  await salvageRecordings(later)

  const { rows } = await app.db.pool.query<{ id: string; duration: string }>(
    'select id, duration_seconds as duration from recording where conversation_id = $1',
    [callId],
  )
  expect(rows.map(({ duration }) => Number(duration))).toEqual([2])
  const kept = { workspaceId, id: rows[0]?.id ?? '' }
  expect(await context.media.stat(kept)).toBe(44 + second * 2 * 4)
  expect(await context.media.stat(file)).toBeUndefined()
  expect(await findLostSounds(context.db, inTenMinutes())).toEqual([])
  await expect(dying.finish(startMs)).rejects.toMatchObject({ code: 'missing' })
})
