import { expect, test } from 'vitest'
import { findSpeaker, languageOfScript, nearestVoice, speakers } from './speaker-rules.ts'

const voices = [
  { id: 'en-f', languages: ['en'], gender: 'female' },
  { id: 'en-m', languages: ['en'], gender: 'male' },
  { id: 'any-f', languages: ['*'], gender: 'female' },
  { id: 'any-m', languages: ['*'], gender: 'male' },
] as const

test('every known speaker has a name of their own, found whatever its case', () => {
  expect(new Set(speakers.map(({ name }) => name)).size).toBe(speakers.length)
  expect(findSpeaker(' salma ')).toEqual({ name: 'Salma', language: 'ar', gender: 'female' })
  expect(findSpeaker('Nobody')).toBeUndefined()
})

test.each([
  [{ language: 'en', gender: 'male' }, 'en-m'],
  [{ language: 'en', gender: null }, 'en-f'],
  [{ language: 'ar', gender: 'male' }, 'any-m'],
  [{ language: 'ar', gender: undefined }, 'any-f'],
] as const)('%j is heard as %s', (wanted, id) => {
  expect(nearestVoice(voices, wanted)?.id).toBe(id)
})

test('where no voice knows the language, one of the gender speaks; without voices, none', () => {
  const english = voices.slice(0, 2)
  expect(nearestVoice(english, { language: 'ar', gender: 'male' })?.id).toBe('en-m')
  expect(nearestVoice([], { language: 'ar', gender: 'male' })).toBeUndefined()
})

test('Arabic is told by its letters, other languages are not', () => {
  expect(languageOfScript('مرحبا بكم في Parley')).toBe('ar')
  expect(languageOfScript('Bonjour')).toBeUndefined()
  expect(languageOfScript('123 !')).toBeUndefined()
})
