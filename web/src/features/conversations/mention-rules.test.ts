import { expect, test } from 'vitest'
import { mentionAt, toIds, withMention } from './mention-rules.ts'

const ada = { user_id: '0199a0de-0000-7000-8000-000000000001', name: 'Ada' }
const lovelace = { user_id: '0199a0de-0000-7000-8000-000000000002', name: 'Ada Lovelace' }
const people = [ada, lovelace]

test('an at sign at the beginning of a word begins a mention', () => {
  expect(mentionAt('Look @Ad', 8)).toEqual({ at: 5, typed: 'Ad' })
  expect(mentionAt('@', 1)).toEqual({ at: 0, typed: '' })
  expect(mentionAt('ada@example.com', 7)).toBeUndefined()
  expect(mentionAt('Look @Ada\nnext', 14)).toBeUndefined()
  expect(mentionAt('nothing', 7)).toBeUndefined()
})

test('the chosen name stands in place of what was typed', () => {
  const begun = { at: 5, typed: 'Ad' }
  expect(withMention('Look @Ad here', begun, lovelace)).toEqual({
    text: 'Look @Ada Lovelace here',
    caret: 19,
  })
})

test('names become ids, the longest first, and other words stay', () => {
  expect(toIds('@Ada Lovelace and (@Ada): well done, @Adam', people)).toBe(
    `@${lovelace.user_id} and (@${ada.user_id}): well done, @Adam`,
  )
  expect(toIds('mail ada@Ada', people)).toBe('mail ada@Ada')
})
