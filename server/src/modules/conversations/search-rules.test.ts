import { expect, test } from 'vitest'
import { askedOf, offsetsOf, termsOf } from './search-rules.ts'

const word = (text: string) => ({ words: [text], isQuoted: false })
const exact = (text: string) => ({ words: [text], isQuoted: true })

test.each([
  ['price', [word('price')]],
  ['Fair  PRICE', [word('fair'), word('price')]],
  ['"fair price"', [{ words: ['fair', 'price'], isQuoted: true }]],
  ['"fair" price', [{ words: ['fair'], isQuoted: true }, word('price')]],
  ['e-mail', [exact('e'), word('mail')]],
  ["don't", [word('don'), exact('t')]],
  ['l’offre', [exact('l'), word('offre')]],
  ['l', [word('l')]],
  ['größe', [word('größe')]],
  ['"unclosed phrase', [word('unclosed'), word('phrase')]],
])('%j is looked for as %j', (search, asked) => {
  expect(JSON.parse(askedOf(termsOf(search)) ?? '')).toEqual(asked)
})

test.each(['& | ! :*', '', '\u0301 \u064B'])('%j looks for nothing', (search) => {
  expect(askedOf(termsOf(search))).toBeNull()
})

test('other forms are marked where they stand as words of their own', () => {
  expect(offsetsOf('Negotiated prices', termsOf('negotiating'), ['Negotiated'])).toEqual([[0, 10]])
})

test.each([
  [
    'The price, the PRICES.',
    'price',
    [
      [4, 9],
      [15, 21],
    ],
  ],
  ['surprise', 'prise', []],
  ['A fair, price', '"fair price"', [[2, 13]]],
  ['fair prices', '"fair price"', []],
  ['😀 größer', 'größe', [[3, 9]]],
  [
    'L’offre de lundi, les offres',
    "l'offre",
    [
      [0, 1],
      [2, 7],
      [22, 28],
    ],
  ],
])('in %j, %j stands at %j', (text, search, offsets) => {
  expect(offsetsOf(text, termsOf(search))).toEqual(offsets)
})
