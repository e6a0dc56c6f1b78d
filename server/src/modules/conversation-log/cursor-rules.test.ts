import { expect, test } from 'vitest'
import { readCursor, writeCursor } from './cursor-rules.ts'

const cursor = {
  sort: 'date',
  order: 'desc',
  key: 1_700_000_000_123_456,
  id: '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02',
} as const
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a cursor is read as it was written, for the same order alone', () => {
  const text = writeCursor(cursor)
  expect(readCursor(text, cursor)).toEqual(cursor)
  expect(readCursor(text, { sort: 'score', order: 'desc' })).toBeUndefined()
})

test.each([
  'nonsense',
  encode(null),
  encode({}),
  encode(['date', 'desc', 1.5, cursor.id]),
  encode(['date', 'desc', 1e300, cursor.id]),
  encode(['date', 'desc', '1; drop', cursor.id]),
  encode(['date', 'desc', 1, 'no id']),
])('%s is no cursor', (text) => {
  expect(readCursor(text, cursor)).toBeUndefined()
})
