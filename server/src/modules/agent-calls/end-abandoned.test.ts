import { expect, test } from 'vitest'
import { beginCall, callEventsOf, turnsOf } from '../../../test/agent-calls.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { addTurns } from './add-turns.ts'
import { markAnswered } from './advance-call.ts'
import { endAbandoned } from './end-abandoned.ts'
import { endCall } from './end-call.ts'
import { liveCalls } from './live-calls.ts'

const never = new AbortController().signal
const start = Date.parse('2026-03-02T09:00:00.000Z')

function clock() {
  let ms = start
  return {
    now: () => new Date(ms),
    pass(seconds: number) {
      ms += seconds * 1_000
    },
  }
}

test('a call whose process died is ended with what was said until then', async () => {
  const time = clock()
  await using app = await startTestApp({ now: time.now })
  const call = await beginCall(app)
  time.pass(5)
  await app.db.transaction(async (tx) => {
    await markAnswered(tx, app.context, call)
    await addTurns(tx, app.context, call, turnsOf(['agent', 'Hello?']))
  })
  time.pass(110)
  expect(await endAbandoned(app.context, never)).toBe(0)
  time.pass(10)
  expect(await endAbandoned(app.context, never)).toBe(1)
  expect(await endAbandoned(app.context, never)).toBe(0)
  const ended = (await callEventsOf(app)).at(-1)
  expect(ended).toMatchObject({
    name: 'call.ended',
    data: {
      call: {
        status: 'FAILED',
        end_reason: 'node_lost',
        transcript: [{ text: 'Hello?' }],
        ended_at: '2026-03-02T09:01:00.000Z',
      },
    },
  })
  expect(await liveCalls(app.context, { workspaceId: call.workspaceId })).toEqual([])
})

test('a page that never connected counts as no answer', async () => {
  const time = clock()
  await using app = await startTestApp({ now: time.now })
  await beginCall(app, { channel: 'Web', direction: 'web', toNumber: null, aliveSeconds: 30 })
  time.pass(31)
  expect(await endAbandoned(app.context, never)).toBe(1)
  expect((await callEventsOf(app)).at(-1)?.data['call']).toMatchObject({
    status: 'NO_ANSWER',
    end_reason: 'never_connected',
    duration_seconds: 0,
  })
})

test('a call that ended by itself is not ended again', async () => {
  const time = clock()
  await using app = await startTestApp({ now: time.now })
  const call = await beginCall(app, { aliveSeconds: 10 })
  time.pass(60)
  const [ended, abandoned] = await Promise.all([
    app.db.transaction((tx) =>
      endCall(tx, app.context, call, { status: 'COMPLETED', endReason: 'hangup' }),
    ),
    endAbandoned(app.context, never),
  ])
  expect([ended, abandoned === 1].filter(Boolean)).toHaveLength(1)
  const ends = (await callEventsOf(app)).filter(({ name }) => name === 'call.ended')
  expect(ends).toHaveLength(1)
})

test('the calls of a dead process are ended by the job that runs every minute', async () => {
  const time = clock()
  await using app = await startTestApp({ now: time.now })
  const calls = await Promise.all([1, 2, 3].map(() => beginCall(app, { aliveSeconds: 1 })))
  time.pass(2)
  const [first] = calls
  expect(calls).toHaveLength(3)
  expect(await endAbandoned(app.context, never)).toBe(3)
  const { body } = await app.call('GET', `/v1/voice-agents/conversation/${first?.callId}`)
  expect(body.data).toMatchObject({ status: 'FAILED', endReason: 'node_lost' })
})
