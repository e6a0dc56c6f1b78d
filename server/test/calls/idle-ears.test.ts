import { expect, test } from 'vitest'
import { type Scenario, simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

/** Ears that take longer than the quiet before an answer. */
const question: Scenario = {
  takes: { ears: 300 },
  model: () => ({ text: 'It costs twenty euros.' }),
  caller: [
    { at: 3, says: 'What does it cost?', lasting: 1.6 },
    { at: 12, hangsUp: true },
  ],
}

test('ears that are idle hear a question in the pause behind it, and it is answered sooner', async () => {
  await using app = await startTestApp()
  const usual = await simulateCall(app, question)
  const early = await simulateCall(app, { ...question, hasIdleEars: true })
  const heardAfter = (call: typeof usual) => call.record.latency['transcriptionMs']?.p50
  // The end of speech is certain after 256 ms; a pause is told after 96.
  expect(heardAfter(usual)).toBe(556)
  expect(heardAfter(early)).toBe(396)
  expect(storyOf(early)).toHaveLength(3)
  expect(early.turns.map(({ text }) => text)).toEqual(usual.turns.map(({ text }) => text))
  expect(early.ears.asked).toHaveLength(1)
  expect(early.leftOver).toEqual({ timers: 0, notices: 0 })
})

test('what was heard in a pause is thrown away when the caller goes on', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    ...question,
    hasIdleEars: true,
    caller: [
      { at: 3, says: 'What does it', lasting: 1.2 },
      { at: 4.36, says: 'cost in May?', lasting: 1.2 },
      { at: 12, hangsUp: true },
    ],
  })
  expect(call.turns[1]?.text).toBe('What does it cost in May?')
  expect(call.turns).toHaveLength(3)
  // In the pause, and at the end.
  expect(call.ears.asked).toHaveLength(2)
  expect(call.leftOver).toEqual({ timers: 0, notices: 0 })
})
