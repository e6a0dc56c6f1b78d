import { expect, test } from 'vitest'
import {
  emailOf,
  flagOf,
  momentOf,
  numberOf,
  numberWithin,
  secondsOf,
  textOf,
} from './value-rules.ts'

type Reader = (value: unknown, field: string, report: (sentence: string) => void) => unknown

function read(reader: Reader, value: unknown) {
  const problems: string[] = []
  return { value: reader(value, 'field', (sentence) => problems.push(sentence)), problems }
}

const cases: [string, Reader, unknown, unknown][] = [
  ['a number as text', numberOf, '74.50050555', 74.500_505_55],
  ['a percentage', numberOf, '40%', 40],
  ['minutes with their unit', numberOf, '45 min', 45],
  ['a decimal comma', numberOf, '45,5', 45.5],
  ['nothing', numberOf, '', undefined],
  ['Python’s nothing', numberOf, 'None', undefined],
  ['a flag as text', flagOf, 'True', true],
  ['a list of flags', flagOf, 'False,True', true],
  ['flags that are all false', flagOf, 'False,False', false],
  ['a moment with an offset', momentOf, '2025-01-23T10:00:00+02:00', '2025-01-23T08:00:00.000Z'],
  ['a moment without one', momentOf, '2025-01-23 10:00', '2025-01-23T10:00:00.000Z'],
  ['a moment in UTC by name', momentOf, '2025-01-23 10:00:00 UTC', '2025-01-23T10:00:00.000Z'],
  ['a day', momentOf, '2025-01-23', '2025-01-23T00:00:00.000Z'],
  ['Unix seconds', momentOf, 1_737_626_400, '2025-01-23T10:00:00.000Z'],
  ['Unix milliseconds as text', momentOf, '1737626400000', '2025-01-23T10:00:00.000Z'],
  ['a time of a recording', secondsOf, '00:21:23', 1283],
  ['one without hours', secondsOf, '21:23', 1283],
  ['plain seconds', secondsOf, 1283, 1283],
  ['an address in capitals', emailOf, ' Ada@Example.COM ', 'ada@example.com'],
  ['a number as text', textOf(100), 12_345, '12345'],
]

test.each(cases)('%s is read', (_, reader, given, expected) => {
  expect(read(reader, given)).toEqual({ value: expected, problems: [] })
})

const wrong: [string, Reader, unknown][] = [
  ['a word for a number', numberOf, 'many'],
  ['an object for a number', numberOf, { a: 1 }],
  ['a number out of range', numberWithin(-1, 1), 80],
  ['a word for a flag', flagOf, 'maybe'],
  ['a day that is none', momentOf, '2025-02-30T10:00:00Z'],
  ['a month that is none', momentOf, '2025-13-01'],
  ['a word for a moment', momentOf, 'tomorrow'],
  ['a moment far away', momentOf, '9999999999999999'],
  ['a list for text', textOf(100), ['a']],
  ['an address without a host', emailOf, 'ada@'],
  ['a word for a time', secondsOf, 'soon'],
]

test.each(wrong)('%s is left out and reported', (_, reader, given) => {
  const { value, problems } = read(reader, given)
  expect(value).toBeUndefined()
  expect(problems).toEqual([expect.stringContaining('field')])
})

test('text that is too long, or cannot be stored, is made to fit', () => {
  expect(read(textOf(3), 'abcd').value).toBe('abc')
  expect(read(textOf(10), 'a\0b\uD800').value).toBe('a\uFFFDb\uFFFD')
})
