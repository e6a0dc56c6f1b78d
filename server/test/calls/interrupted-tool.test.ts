import { expect, test } from 'vitest'
import { simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// A caller who speaks while a tool works neither stops it nor loses what it answers.

test('what a tool answers is known to the model though the caller spoke meanwhile', async () => {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    tools: { order_chairs: { takes: 6, answers: { order: 'A-17' } } },
    model: ({ messages }) => {
      const last = messages.at(-1)
      const result = messages.find(({ role }) => role === 'tool-result')
      if (last?.role === 'tool-result') return { text: 'Your order is A-17.' }
      if (last?.role !== 'user') return { text: 'Hm.' }
      if (last.text.includes('order')) return { tool: 'order_chairs', given: { count: '2' } }
      if (last.text.includes('number')) {
        return { text: result ? 'It is A-17.' : 'I do not know.' }
      }
      return { text: 'I am still at it.' }
    },
    caller: [
      { at: 2, says: 'Please order two chairs.' },
      { at: 7, says: 'Hello, are you there?' },
      { at: 16, says: 'What is its number?' },
      { at: 22, hangsUp: true },
    ],
  })
  expect(call.uses.map(({ name }) => name)).toEqual(['order_chairs'])
  expect(call.uses[0]?.wasAborted()).toBe(false)
  const said = storyOf(call).map((line) => line.replace(/^\S+ /, ''))
  expect(said).toContain('agent: One moment, please.')
  expect(said).toContain('agent: It is A-17.')
  const uses = call.log.filter(({ message }) => message === 'Tool Success')
  expect(uses).toHaveLength(1)
})
