import { expect, test } from 'vitest'
import { offsetsOf, termsOf, tsqueryOf } from './search-rules.ts'

test.each([
  ['price', "'price':*"],
  ['Fair  PRICE', "'fair':* & 'price':*"],
  ['"fair price"', "('fair' <-> 'price')"],
  ['"fair" price', "'fair' & 'price':*"],
  ['e-mail', "'e':* & 'mail':*"],
  ["don't", "'don':* & 't':*"],
  ['größe', "'größe':*"],
  ['"unclosed phrase', "'unclosed':* & 'phrase':*"],
  ['& | ! :*', null],
  ['', null],
])('%j is looked for as %j', (search, query) => {
  expect(tsqueryOf(termsOf(search))).toBe(query)
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
])('in %j, %j stands at %j', (text, search, offsets) => {
  expect(offsetsOf(text, termsOf(search))).toEqual(offsets)
})
