import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Whatever goes on when the caller hangs up: the call is over then, once, and nothing is left of it.

/** Greets until 0.88 s, is asked from 2 to 3.12 s, and answers from 3.76 s on with a tool of 4 s. */
const scenario = {
  tools: { look_up: { takes: 4, answers: 'found' } },
  model: ({ messages }: { messages: readonly { role: string; text?: string }[] }) => {
    const last = messages.at(-1)
    if (last?.role === 'tool-result') return { text: 'I found it, and it is a long story to tell.' }
    return { tool: 'look_up' }
  },
}
const question = { at: 2, says: 'What does it cost?' }

test.for([
  ['in the greeting', 0.5],
  ['in silence', 1.5],
  ['while they speak', 2.5],
  ['while their speech ends', 3.2],
  ['while it is transcribed', 3.42],
  ['while the model thinks', 3.55],
  ['while a tool works', 5],
  ['while a filler is said', 5.6],
  ['in the moment the tool answers', 7.68],
  ['in the answer', 9],
  ['after it', 14],
] as const)('%s', async ([, at]) => {
  await using app = await startTestApp()
  const call = await simulateCall(app, { ...scenario, caller: [question, { at, hangsUp: true }] })
  expect(call.closings).toEqual([{ reason: 'hangup', atMs: at * 1_000 }])
  expect(call.record).toMatchObject({ reason: 'hangup', seconds: at })
  expect(call.leftOver).toEqual({ timers: 0, notices: 0 })
  const { rows } = await app.db.pool.query<{ ended: number }>(
    `select count(*)::int as ended from event where name = 'call.ended'`,
  )
  expect(rows).toEqual([{ ended: 1 }])
})

test('in the goodbye, and everybody else at once', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    caller: ({ call: ongoing }) => [
      { at: 2, says: 'Goodbye.' },
      {
        at: 4,
        does() {
          void ongoing().end('hangup')
          void ongoing().end('operator_hangup')
          void ongoing().end('connection_lost')
        },
      },
    ],
  })
  expect(call.closings).toEqual([{ reason: 'hangup', atMs: 4_000 }])
  expect(call.record).toMatchObject({ status: 'COMPLETED', reason: 'hangup', seconds: 4 })
  expect(call.leftOver).toEqual({ timers: 0, notices: 0 })
})
