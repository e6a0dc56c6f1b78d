import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// An answer that is thought of before the caller has finished is thrown away with its tools unused.

test('an order is placed once, when the caller goes on after what sounded like the end', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    tools: { place_order: { takes: 0.5, answers: 'ordered', parameters: ['what'] } },
    model: ({ messages }) => {
      const last = messages.at(-1)
      if (last?.role === 'tool-result') return { text: 'Ordered.' }
      return { tool: 'place_order', given: { what: last?.role === 'user' ? last.text : '' } }
    },
    // The model is quicker than the end of the turn is decided.
    takes: { ears: 40, model: 20 },
    agent: { callSettings: { responseDelay: 1_000 } },
    caller: [
      { at: 2, says: 'I order a lamp.', lasting: 1.28 },
      { at: 3.92, says: 'A red one.', lasting: 0.96 },
      { at: 12, hangsUp: true },
    ],
  })
  expect(call.uses.map(({ arguments: given }) => given)).toEqual([
    { what: 'I order a lamp. A red one.' },
  ])
  expect(storyOf(call).slice(-2)).toEqual([
    '2.016 caller: I order a lamp. A red one.',
    '6.484 agent: Ordered.',
  ])
})

test('a caller who repeats an order is told, and each use has a key of its own', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    tools: { place_order: { takes: 2, answers: 'ordered' } },
    model: ({ messages }) => {
      const last = messages.at(-1)
      if (last?.role === 'tool-result') return { text: 'Ordered.' }
      const before = messages.some(({ role }) => role === 'tool-result')
      return before ? { text: 'It is ordered already.' } : { tool: 'place_order' }
    },
    caller: [
      { at: 2, says: 'I order a lamp.' },
      { at: 9, says: 'I order a lamp.' },
      { at: 15, hangsUp: true },
    ],
  })
  expect(call.uses).toHaveLength(1)
  expect(storyOf(call).at(-1)).toContain('It is ordered already.')
})
