import { expect, test } from 'vitest'
import { languageToSpeak, untilEndOfSpeech, voiceFor } from './speech-rules.ts'

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
  ['مرحبا', {}, 'ar'],
  ['Hello', { languageId: 'ar' }, 'en'],
  ['Bonjour', { languageId: 'fr-FR' }, 'fr'],
  ['Hello', { dialect: 'pls' }, 'en'],
] as const)('%s with %j is said in %s', ([text, asked, language]) => {
  expect(languageToSpeak(text, asked)).toBe(language)
})

const voices = [
  { id: 'af', name: 'Anna', languages: ['en'], gender: 'female' as const },
  { id: 'bm', name: 'Ben', languages: ['en'], gender: 'male' as const },
]

test.for([
  ['ben', 'bm'],
  ['AF', 'af'],
  ['Amjad', 'bm'],
  ['Lyali', 'af'],
  [undefined, undefined],
] as const)('the speaker %s is the voice %s', ([speaker, voice]) => {
  expect(voiceFor(speaker, voices, 'en')).toBe(voice)
})
