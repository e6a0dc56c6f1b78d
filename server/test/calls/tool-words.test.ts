import { expect, test } from 'vitest'
import { type Scenario, simulateCall, storyOf } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

// What a web tool says while it works, and one whose answer nobody waits for.

type Tool = NonNullable<Scenario['workspaceTools']>[string]

const words = {
  start: 'I look it up for {{name}}.',
  delayed: 'It takes a little longer.',
  done: 'I found it.',
  failed: 'It cannot be found now.',
}

/** A caller asks for something that a tool knows; answers who said what, and the call. */
async function askFor(tool: Tool, hangsUpAt = 17) {
  await using app = await startTestApp()
  const call = await simulateCall(app, {
    params: { name: 'Ann' },
    workspaceTools: { look_up: tool },
    model: ({ messages }) => {
      const last = messages.at(-1)
      if (last?.role === 'tool-result') return { text: `The tool says ${last.text}.` }
      return last?.role === 'user' ? { tool: 'look_up', given: {} } : { text: 'Hm.' }
    },
    caller: [
      { at: 2, says: 'Where is my order?' },
      { at: hangsUpAt, hangsUp: true },
    ],
  })
  const story = storyOf(call)
  const said = story.filter((line) => line.includes('agent:'))
  return { call, said: said.slice(1).map((line) => line.replace(/^.*agent: /, '')) }
}

test('what a tool says comes as it begins, as it takes long, and when it worked', async () => {
  const { said } = await askFor({ takes: 10, answers: { at: 'home' }, words })
  expect(said).toEqual([
    'I look it up for Ann.',
    'It takes a little longer.',
    'I found it.',
    'The tool says {"at":"home"}.',
  ])
})

test('a tool that answers soon says nothing of taking long', async () => {
  const { said } = await askFor({ takes: 1, answers: 7, words })
  expect(said).toEqual(['I look it up for Ann.', 'I found it.', 'The tool says 7.'])
})

test('a tool that fails says so, and the model hears why', async () => {
  const { said } = await askFor({ takes: 1, fails: 'No network.', words: { failed: words.failed } })
  expect(said).toEqual(['It cannot be found now.', 'The tool says No network..'])
})

test('a tool without words of its own has the usual ones when it takes long', async () => {
  const { said } = await askFor({ takes: 5, answers: 7 })
  expect(said).toEqual(['One moment, please.', 'The tool says 7.'])
})

test('nobody waits for a tool that is async, and its use is logged when it ends', async () => {
  const { said, call } = await askFor({ takes: 12, answers: 7, words, isAsync: true })
  expect(said).toEqual(['I look it up for Ann.', 'The tool says {"status":"begun"}.'])
  const done = call.log.filter(({ message }) => message === 'Tool Success')
  expect(done).toHaveLength(1)
  expect(done[0]?.at_ms).toBeGreaterThan(10_000)
})

test('a tool that is async ends its work though the call is over', async () => {
  const { call } = await askFor({ takes: 8, answers: 7, isAsync: true }, 6)
  expect(call.record.reason).toBe('hangup')
  expect(call.leftOver.notices).toBe(0)
})
