import { expect, test } from 'vitest'
import { languageOf } from './language-rules.ts'

test.each([
  ['en-US', 'en'],
  ['fr_CA', 'fr'],
  ['AR', 'ar'],
  ['de', undefined],
  ['enm', undefined],
])('a transcript in %s is read with the lists of %s', (named, language) => {
  const found = languageOf(named, ['le la les et vous'])
  expect(found).toEqual(language && { language, isGuessed: false })
})

test.each([
  ['What is the price of the tool and do you have it?', 'en'],
  ['Quel est le prix de l’outil et vous avez une remise pour nous ?', 'fr'],
  ['كيف تتخذون القرار في شركتكم؟', 'ar'],
  // Persian has letters that Arabic has not.
  ['قیمت چه قدر است پس', undefined],
  ['Was kostet das?', undefined],
  ['', undefined],
])('words tell the language of “%s”', (text, language) => {
  const expected = language && { language, isGuessed: true }
  expect(languageOf(null, [text])).toEqual(expected)
  expect(languageOf('unknown', [text])).toEqual(expected)
})
