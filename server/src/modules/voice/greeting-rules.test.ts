import { AgentConversation } from '@parley/contract'
import { expect, test } from 'vitest'
import { greetingOf } from './greeting-rules.ts'

const model = { isFlow: false, byRules: false, hello: 'Hello.' }
const rules = { ...model, byRules: true }
const typed = (greetingMessageType: string | null) =>
  AgentConversation.parse({ greetingMessageType })

test.for([
  ['TEXT', 'Good day.', model, { way: 'say', text: 'Good day.' }],
  [null, 'Good day.', rules, { way: 'say', text: 'Good day.' }],
  ['PROMPT', 'Greet as a pirate.', model, { way: 'prompt', text: 'Greet as a pirate.' }],
  ['PROMPT', 'Greet as a pirate.', rules, { way: 'say', text: 'Hello.' }],
  [null, '', rules, { way: 'say', text: 'Hello.' }],
  ['TEXT', 'Good day.', { ...model, isFlow: true }, { way: 'prompt', text: 'Begin.' }],
] as const)('%s with "%s"', ([type, greeting, setting, greets]) => {
  expect(greetingOf(typed(type), greeting, setting)).toEqual(greets)
})

test('a model without a greeting finds one', () => {
  expect(greetingOf(typed(null), '', model).way).toBe('prompt')
})
