import { expect, test } from 'vitest'
import { type FeedCursor, readCursor, writeCursor } from './cursor-rules.ts'

const cursors: FeedCursor[] = [
  { log: 'a', seen: '3:3:' },
  { log: 'a', seen: '10:20:10,12,19' },
  { log: 'a', seen: '10:20:10', window: { until: '15:30:', seq: 7 } },
]
test.each(cursors)('a cursor is read as it was written: %j', (cursor) => {
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
})

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each([
  ['', 'nothing'],
  ['now-ish', 'text'],
  ['e30', 'an object'],
  [encode([2, 'a', '3:3:']), 'another version'],
  [encode([1, 'a']), 'no snapshot'],
  [encode([1, 'a', '3:3']), 'half a snapshot'],
  [encode([1, 'a', '0:3:']), 'transaction 0'],
  [encode([1, 'a', '9:3:']), 'a snapshot that ends before it begins'],
  [encode([1, 'a', '3:9:2']), 'a transaction before the snapshot'],
  [encode([1, 'a', '3:9:9']), 'a transaction after the snapshot'],
  [encode([1, 'a', '3:9:5,4']), 'transactions out of order'],
  [encode([1, 'a', '3:9999999999999999999:']), 'a number too large'],
  [encode([1, 'a', '3:3:', '3:4:']), 'a window without its place'],
  [encode([1, 'a', '3:3:', '3:4:', 1.5]), 'half a number'],
  [encode([1, 'a', '3:3:', '3:4:', 1, 2]), 'too much'],
])('%s is no cursor: %s', (text) => {
  expect(readCursor(text)).toBeUndefined()
})
