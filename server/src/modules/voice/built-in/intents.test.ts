import { expect, test } from 'vitest'
import { isQuestion, toolFor } from './intents.ts'

const tools = [
  { name: 'book_slot', description: 'Books an appointment in the calendar.', fields: [] },
  { name: 'findOrder', description: 'Looks up where a parcel is.', fields: [] },
]
const demo = [{ name: 'book_demo', description: 'Books a demo of half an hour.', fields: [] }]

test.for([
  ['I would like to book something', 'book_slot'],
  ['Where is my order?', 'findOrder'],
  ['What are your opening hours?', undefined],
] as const)('%s', ([said, name]) => {
  expect(toolFor(said, tools)?.name).toBe(name)
})

test.for([
  ['I would like to schedule a meeting.', true],
  ['Could we arrange a presentation?', true],
  ['I want an appointment', true],
  ['Je voudrais réserver une démonstration', true],
  ['My meeting was moved', false],
  ['I have a meeting tomorrow', false],
  ['I would like to speak about prices', false],
] as const)('whether other words than its name mean the tool: %s', ([said, does]) => {
  expect(toolFor(said, demo)?.name).toBe(does ? 'book_demo' : undefined)
})

test.for([
  ['What does it cost', true],
  ['You are open today?', true],
  ['Quel est le prix', true],
  ['My name is Ada', false],
  ['Whatever', false],
] as const)('whether it is a question: %s', ([said, is]) => {
  expect(isQuestion(said)).toBe(is)
})
