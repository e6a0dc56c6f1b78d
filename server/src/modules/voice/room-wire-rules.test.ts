import { expect, test } from 'vitest'
import { answerOf, callOfRoom, identitiesIn, roomOf } from './room-wire-rules.ts'

const callId = '01a2b3c4-0000-7000-8000-00000000abcd'

test('a room names its call, and no other name does', () => {
  expect(callOfRoom(roomOf(callId))).toBe(callId)
  expect(callOfRoom(roomOf(callId).toUpperCase())).toBeUndefined()
  for (const name of ['', 'parley-', 'parley-x', callId]) expect(callOfRoom(name)).toBeUndefined()
})

test('only the agent is taken for the agent', () => {
  const { host, guest } = identitiesIn(callId)
  expect(host).toContain('agent')
  expect(guest).not.toContain('agent')
})

test.each([
  ['"done"', 'done'],
  ['{"ok":true}', { ok: true }],
  ['[1,2]', [1, 2]],
  ['null', null],
  // A function that answers nothing, and one that does not answer JSON.
  ['', null],
  ['Noted.', 'Noted.'],
  ['{"error":{"code":1}}', { error: { code: 1 } }],
  ['{"error":"none","left":2}', { error: 'none', left: 2 }],
])('a page that answers %s is understood', (text, value) => {
  expect(answerOf(text)).toEqual(value)
})

test('a tool that failed in the page has failed', () => {
  expect(() => answerOf('{"error":"the calendar is away"}')).toThrow('the calendar is away')
})
