import { expect, test } from 'vitest'
import { phraseFinder, quoteLimit, sentenceAround } from './tracker-rules.ts'

function findIn(text: string, phrases: readonly string[]) {
  return phraseFinder(phrases, text.toLowerCase())?.(text)
}

test.each([
  ['We talk to Lumen too.', ['lumen'], 'lumen', 'Lumen'],
  ['It is FREE of charge.', ['free of charge'], 'free of charge', 'FREE of charge'],
  ['Free — of, charge', ['free of charge'], 'free of charge', 'Free — of, charge'],
  ['C’est l’été prochain.', ["c'est l'été"], "c'est l'été", 'C’est l’été'],
  ['لدينا ميزانية محدودة', ['ميزانية محدودة'], 'ميزانية محدودة', 'ميزانية محدودة'],
  ['the price list', ['price', 'price list'], 'price list', 'price list'],
  ['Is that a+b?', ['a+b'], 'a+b', 'a+b'],
])('in “%s” of %j “%s” is found', (text, phrases, phrase, said) => {
  const found = findIn(text, phrases)
  expect(found?.phrase).toBe(phrase)
  expect(text.slice(found?.start, found?.end)).toBe(said)
})

test.each([
  ['Luminous', ['lumi']],
  ['prelumen', ['lumen']],
  ['free charge', ['free of charge']],
  ['anything', ['…', '?']],
  ['anything', []],
])('in “%s” none of %j is found', (text, phrases) => {
  expect(findIn(text, phrases)).toBeUndefined()
})

test('a quote is the sentence, and of a long one the part around what was found', () => {
  const text = 'Fine. We talk to Lumen too! And you?'
  expect(sentenceAround(text, 17, 22)).toBe('We talk to Lumen too!')
  const long = `${'word '.repeat(500)}lumen ${'word '.repeat(500)}`
  const quote = sentenceAround(long, 2_500, 2_505)
  expect(quote.length).toBeLessThanOrEqual(quoteLimit)
  expect(quote).toContain('lumen')
  const faces = '😀'.repeat(600)
  const cut = sentenceAround(faces, 601, 603)
  expect(Buffer.from(cut).toString()).toBe(cut)
})
