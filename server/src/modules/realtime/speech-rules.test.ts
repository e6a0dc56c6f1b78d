import { expect, test } from 'vitest'
import { languageToSpeak, untilEndOfSpeech } from './speech-rules.ts'

test('speech ends at the first pause that is long enough', () => {
  const segments = [
    { startMs: 0, endMs: 900, text: 'one' },
    { startMs: 1_000, endMs: 1_900, text: 'two' },
    { startMs: 2_500, endMs: 3_000, text: 'three' },
  ]
  expect(untilEndOfSpeech(segments, 300).map(({ text }) => text)).toEqual(['one', 'two'])
  expect(untilEndOfSpeech(segments, 50).map(({ text }) => text)).toEqual(['one'])
  expect(untilEndOfSpeech([], 300)).toEqual([])
})

test.for([
  ['مرحبا', { languageId: 'ar' }, 'ar'],
  ['Hello', { languageId: 'ar' }, undefined],
  ['Bonjour', { languageId: 'fr-FR' }, 'fr'],
  ['Hello', { dialect: 'pls' }, undefined],
  ['Hello', { dialect: 'en' }, 'en'],
] as const)('%s with %j is asked for in %s', ([text, asked, language]) => {
  expect(languageToSpeak(text, asked)).toBe(language)
})
