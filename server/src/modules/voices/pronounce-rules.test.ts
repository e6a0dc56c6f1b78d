import { expect, test } from 'vitest'
import { pronounce, toPronunciation } from './pronounce-rules.ts'

const say = (text: string, ...words: [string, string][]) =>
  pronounce(
    text,
    toPronunciation([words.map(([word, pronunciation]) => ({ word, pronunciation }))]),
  )

test('whole words are replaced, whatever their case, and parts of words are not', () => {
  expect(say('Acme, ACME and Acmeism.', ['acme', 'ack me'])).toBe('ack me, ack me and Acmeism.')
})

test('of two that fit the longer one wins', () => {
  const words: [string, string][] = [
    ['New York', 'en why'],
    ['new', 'nu'],
  ]
  expect(say('New York is new.', ...words)).toBe('en why is nu.')
})

test('words with marks, in other letters, and at the ends are found', () => {
  expect(say('C++ or C#', ['C++', 'see plus plus'], ['C#', 'see sharp'])).toBe(
    'see plus plus or see sharp',
  )
  expect(say('أهلا بكم في أبشر', ['أبشر', 'أَبْشِر'])).toBe('أهلا بكم في أَبْشِر')
})

test('what is said instead is not looked up again', () => {
  expect(say('a', ['a', 'b'], ['b', 'c'])).toBe('b')
})

test('the first dictionary decides, and nothing else changes', () => {
  const pronunciation = toPronunciation([
    [{ word: 'Ono', pronunciation: 'oh no' }],
    [{ word: 'ono', pronunciation: 'never' }],
  ])
  expect(pronounce('Ono  said:\n“yes”', pronunciation)).toBe('oh no  said:\n“yes”')
})

test('ten full dictionaries take no longer than a text', () => {
  const words = Array.from({ length: 10_000 }, (_, index) => ({
    word: `word${index}`,
    pronunciation: 'said',
  }))
  const pronunciation = toPronunciation([words])
  const before = performance.now()
  pronounce('word1 and then word9999 '.repeat(800), pronunciation)
  expect(performance.now() - before).toBeLessThan(500)
})
