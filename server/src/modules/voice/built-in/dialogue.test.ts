import { expect, test } from 'vitest'
import { afterSearch, afterTool, beginning, hear, type Setting, type Standing } from './dialogue.ts'
import { fieldsOf, parametersOf, type Plan } from './plan.ts'

const shape = {
  type: 'object',
  properties: {
    customer_name: { type: 'string' },
    email: { type: 'string' },
    wants_demo: { type: 'boolean', description: 'would you like to see a demo' },
    summary: { type: 'string' },
  },
}
const booking = {
  name: 'book_slot',
  description: 'Books an appointment at a time.',
  fields: parametersOf({
    properties: { starts_at: { type: 'string', format: 'date-time' }, note: { type: 'string' } },
    required: ['starts_at'],
  }),
}
const plan: Plan = { fields: fieldsOf(shape), tools: [booking], canHandOver: false }
const setting: Setting = { plan, language: 'en', now: new Date('2026-03-02T09:00:00Z') }
const withoutFields: Setting = { ...setting, plan: { ...plan, fields: [] } }

/** What is said and done through a whole conversation. */
function talk(lines: readonly string[], given: Setting = setting) {
  let standing: Standing = beginning
  const turns = lines.map((line) => {
    const step = hear(given, standing, line)
    standing = step.standing
    return step.actions
  })
  const saidIn = (turn: number) =>
    turns[turn]?.map((action) => (action.do === 'say' ? action.text : `(${action.do})`)).join(' ')
  return { standing, turns, said: turns.map((_, index) => saidIn(index)) }
}

test('the outcome’s fields are asked for one by one, those that judge the call are not', () => {
  expect(plan.fields.map(({ name, kind }) => [name, kind])).toEqual([
    ['customer_name', 'name'],
    ['email', 'email'],
    ['wants_demo', 'boolean'],
  ])
  expect(fieldsOf(shape, { email: 'a@b.cd' }).map(({ name }) => name)).not.toContain('email')
  expect(fieldsOf({ ...shape, required: ['email'] }).map(({ name }) => name)).toEqual(['email'])
})

test('a conversation that finds everything out ends with a goodbye', () => {
  const { said, standing, turns } = talk([
    'Hello',
    'My name is Ada Lovelace.',
    'Yes.',
    'ada at example dot com',
    'Yes, correct.',
    'Yes please do',
    'No, thank you.',
  ])
  expect(said[0]).toContain('your customer name')
  expect(said[1]).toBe('I have Ada Lovelace. Is that right?')
  expect(said[3]).toBe('I have a d a at example dot com. Is that right?')
  expect(said[5]).toContain('noted everything')
  expect(standing.values).toEqual({
    customer_name: 'Ada Lovelace',
    email: 'ada@example.com',
    wants_demo: true,
  })
  expect(turns[6]).toMatchObject([{ do: 'end' }])
  expect(standing.hasEnded).toBe(true)
})

test('a value that is told without being asked for is taken', () => {
  expect(talk(['My name is Ada Lovelace.']).said[0]).toBe('I have Ada Lovelace. Is that right?')
})

test('what is no question gets no "I do not know" while there is something to ask', () => {
  const { turns, standing } = talk(['I am calling about the thing from last week'])
  expect(turns[0]).toMatchObject([{ do: 'search', isQuestion: false }])
  const { actions } = afterSearch(setting, standing, undefined, false)
  expect(actions).toMatchObject([{ text: expect.stringContaining('your customer name') }])
})

test('a value that is wrong is corrected in the same breath', () => {
  const { said, standing } = talk(['Hello', 'Jon', 'No, it is Joan', 'Yes'])
  expect(said[2]).toBe('I have Joan. Is that right?')
  expect(standing.values).toEqual({ customer_name: 'Joan' })
})

test('what cannot be understood is asked for again, then left', () => {
  const known = fieldsOf(shape, { customer_name: 'Ada' })
  const given: Setting = { ...setting, plan: { ...plan, fields: known } }
  const { said, standing } = talk(['Hello', 'blue', 'green', 'red'], given)
  expect(said[1]).toContain('does not sound like an e-mail address')
  expect(said[3]).toContain('we can leave that')
  expect(standing.skipped).toEqual(['email'])
})

test('a wish in between is heard, and no name', () => {
  const { said, standing } = talk(['Hello', 'I would like to schedule an appointment.'])
  expect(said[1]).toMatch(/^Sure, I can do that.*starts at/)
  expect(standing.tool).toEqual({ name: 'book_slot', values: {} })
  expect(talk(['Hello', 'Mary Ann Booker']).said[1]).toBe('I have Mary Ann Booker. Is that right?')
})

test('a question in between is looked up, and the other one asked again', () => {
  const { turns, standing } = talk(['Hello', 'What does it cost?'])
  expect(turns[1]).toEqual([{ do: 'search', query: 'What does it cost?', isQuestion: true }])
  const passage = { text: 'It costs ten euros a month.', source: 'Prices' }
  const { actions } = afterSearch(setting, standing, passage)
  expect(actions).toMatchObject([
    { text: 'It costs ten euros a month. That is from Prices.' },
    { text: expect.stringContaining('your customer name') },
  ])
})

test('what nobody knows is said so', () => {
  const { standing } = talk(['Do you deliver to the moon?'], withoutFields)
  const [first] = afterSearch(withoutFields, standing, undefined).actions
  expect(first).toMatchObject({ text: expect.stringContaining('I do not know that') })
})

test('a tool is used once it has what it needs, and what was said at once is said back', () => {
  const { said, turns } = talk(
    ['I want to book a slot tomorrow at 3 am', 'No, at 3 pm tomorrow', 'Yes'],
    withoutFields,
  )
  expect(said[0]).toMatch(/^Sure, I can do that. I have .*3:00\sAM. Is that right/)
  expect(said[1]).toMatch(/3:00\sPM. Is that right/)
  const use = { do: 'tool', name: 'book_slot', arguments: { starts_at: '2026-03-03T15:00' } }
  expect(turns[2]).toEqual([use])
})

test('a tool that lacks something asks for it first, and says what came of it', () => {
  const { said, turns, standing } = talk(
    ['Can you book a slot?', 'Tomorrow at 3 pm', 'Yes.'],
    withoutFields,
  )
  expect(said[0]).toContain('starts at')
  expect(turns[2]).toMatchObject([{ do: 'tool', arguments: { starts_at: '2026-03-03T15:00' } }])
  const good = afterTool(withoutFields, standing, {
    text: '{"message":"You are booked for three."}',
    isError: false,
  })
  expect(good.actions[0]).toMatchObject({ text: 'Done. You are booked for three.' })
  const bad = afterTool(withoutFields, standing, { text: 'timeout', isError: true })
  expect(bad.actions[0]).toMatchObject({ text: expect.stringContaining('did not work') })
})

test('what a tool was used with is not asked for again, but for a further use', () => {
  const fields = parametersOf({ properties: { starts_at: {} }, required: ['starts_at'] })
  const given = { ...setting, plan: { ...plan, fields } }
  const first = talk(['I want to book a slot tomorrow at 3 pm', 'Yes'], given)
  const after = afterTool(given, first.standing, { text: '"Booked."', isError: false })
  expect(after.actions.at(-1)).toMatchObject({ text: expect.stringContaining('anything else') })
  expect(after.standing.done).toEqual({ starts_at: '2026-03-03T15:00' })
  const again = hear(given, after.standing, 'I want to book another slot')
  expect(again.actions.at(-1)).toMatchObject({ text: expect.stringContaining('starts at') })
})

test.for(['Goodbye', 'Thanks, bye', "That's all", 'Au revoir', 'مع السلامة'])(
  '%s ends it',
  (line) => {
    expect(talk([line]).turns[0]).toMatchObject([{ do: 'end' }])
  },
)

test('a person is called for where there is one, and otherwise a call back promised', () => {
  const with_ = { ...setting, plan: { ...plan, canHandOver: true } }
  expect(talk(['I want to speak to a human'], with_).turns[0]).toMatchObject([
    { do: 'say' },
    { do: 'hand-over' },
  ])
  expect(talk(['I want to speak to a human'], withoutFields).said[0]).toContain('calls you back')
})

test('silence is not taken for an answer', () => {
  expect(talk(['  ']).said[0]).toContain('did not catch that')
})
