import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Who interrupts silences the agent; who only listens does not.

const greetingMessage =
  'We have many chairs, red ones and blue ones, with arms and without, and they are all on sale.'
const talker = { conversation: { greetingMessage } }

test('an interruption is silence after half a second, and what was not heard is not written', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: talker,
    model: () => ({ text: 'Of course.' }),
    caller: [
      { at: 2, says: 'Stop, I need a table.' },
      { at: 8, hangsUp: true },
    ],
  })
  expect(call.measured).toMatchObject({
    callerInterruptions: 1,
    yieldRate: 1,
    yieldLatencyMs: { maximum: 520 },
    responseRate: 1,
  })
  expect(call.record.turnTaking).toMatchObject({ callerInterruptions: 1, yields: 1 })
  expect(storyOf(call).slice(0, 2)).toEqual([
    '0.080 agent: We have many chairs, red ones and —',
    '2.016 caller: Stop, I need a table.',
  ])
})

test('"mm-hmm" is talked through', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: talker,
    model: () => ({ text: 'Hm?' }),
    caller: [
      { at: 2, says: 'Mm-hmm.', lasting: 0.48, asListener: true },
      { at: 8, hangsUp: true },
    ],
  })
  expect(call.turns).toMatchObject([{ text: greetingMessage, is_interrupted: false }])
  const expected = { backchannels: 1, backchannelRate: 1, callerInterruptions: 0, turns: 0 }
  expect(call.measured).toMatchObject(expected)
  expect(call.record.turnTaking).toMatchObject(expected)
})

test('"yes" in the last second of a question is its answer', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    agent: { conversation: { greetingMessage: 'Are you the one who ordered a chair?' } },
    model: () => ({ text: 'Very good.' }),
    caller: [
      { at: 1.92, says: 'Yes.', lasting: 0.48 },
      { at: 6, hangsUp: true },
    ],
  })
  expect(
    storyOf(call)
      .map((line) => line.replace(/^\S+ /, ''))
      .slice(1),
  ).toEqual(['caller: Yes.', 'agent: Very good.'])
})
