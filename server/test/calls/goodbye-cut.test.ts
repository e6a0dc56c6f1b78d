import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// The goodbye is heard to its end before the line is cut, also where the way there is long.

const farewell = 'Thank you for calling. Goodbye!'

test.for([
  ['a page', undefined],
  ['a telephone', { delayMs: 0 }],
  ['a telephone with 0.6 s on the way', { delayMs: 600 }],
  ['a carrier that echoes no marks', { delayMs: 0, keepsMarks: true }],
] as const)('%s hears all of the goodbye', async ([, telephone]) => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    ...(telephone && { telephone }),
    caller: [{ at: 3, says: 'Goodbye.' }],
  })
  const [closing] = call.closings
  const heard = call.tracks.agent.at(-1)
  expect(call.turns.at(-1)).toMatchObject({ text: farewell, is_interrupted: false })
  expect(call.earpiece.clears).toEqual([])
  expect(heard && heard.endMs - heard.startMs).toBeGreaterThanOrEqual(1_900)
  expect(closing?.reason).toBe('agent_hangup')
  expect(closing && heard && closing.atMs - heard.endMs).toBeGreaterThanOrEqual(0)
  // What is never echoed is believed to be heard 1.5 s later.
  expect(closing && heard && closing.atMs - heard.endMs).toBeLessThanOrEqual(
    telephone && 'keepsMarks' in telephone ? 1_600 : 100,
  )
})

test('who speaks into the goodbye does not cut it, and the call is over all the same', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    caller: [
      { at: 3, says: 'Goodbye.' },
      { at: 5, says: 'Oh wait, one more thing, please.' },
    ],
  })
  expect(call.turns.findLast(({ speaker }) => speaker === 'agent')).toMatchObject({
    text: farewell,
    is_interrupted: false,
  })
  expect(call.record).toMatchObject({ status: 'COMPLETED', reason: 'agent_hangup' })
})
