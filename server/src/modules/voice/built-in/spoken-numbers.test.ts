import { expect, test } from 'vitest'
import { figuresIn } from './spoken-numbers.ts'

test.for([
  ['twenty five', '25'],
  ['two hundred and six', '206'],
  ['three thousand five hundred', '3500'],
  ['one million two hundred thousand', '1200000'],
  ['zero seven nine four', '0 7 9 4'],
  ['about forty-two euros', 'about 42 euros'],
  ['twelve.', '12.'],
  ['quatre-vingt-dix-sept', '97'],
  ['soixante et onze', '71'],
  ['deux cent trente', '230'],
  ['خمسة', '5'],
  ['٠٧٩', '079'],
  ['no number here', 'no number here'],
] as const)('%s', ([said, written]) => {
  expect(figuresIn(said)).toBe(written)
})
