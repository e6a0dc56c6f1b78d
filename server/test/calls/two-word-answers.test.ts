import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// Short answers are answered as quickly as long ones: none waits for more words that will not come.

test('"Sure." and "Yes, please." are answered as soon as what was a whole sentence', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    model: ({ messages }) => {
      const asked = messages.filter(({ role }) => role === 'user').length
      return { text: ['May I ask you something?', 'Shall I book it?', 'Booked.'][asked - 1] ?? '' }
    },
    caller: [
      { at: 2, says: 'Can you help me, please?' },
      { at: 7, says: 'Sure.', lasting: 0.48 },
      { at: 12, says: 'Yes, please.' },
      { at: 16, hangsUp: true },
    ],
  })
  // Quiet for 400 ms is decided after the words are known: 260 for the end of speech to be certain,
  // 100 of the ears and 200 of the model; then 80 of the voice.
  expect(call.measured).toMatchObject({
    turns: 3,
    answeredTurns: 3,
    responseLatencyMs: { average: 640, maximum: 640, count: 3 },
  })
  expect(call.ears.asked.every(({ isInOrder }) => isInOrder)).toBe(true)
  // That somebody speaks is told by whole frames: 16 ms late.
  expect(storyOf(call)).toEqual([
    '0.080 agent: Good morning.',
    '2.016 caller: Can you help me, please?',
    '4.080 agent: May I ask you something?',
    '7.016 caller: Sure.',
    '8.120 agent: Shall I book it?',
    '12.016 caller: Yes, please.',
    '13.440 agent: Booked.',
  ])
})
