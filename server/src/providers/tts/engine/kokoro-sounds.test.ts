import { expect, test } from 'vitest'
import { toNumbers, toSounds } from './kokoro-sounds.ts'

const spell = (words: string) => `<${words.trim()}>`

test('what stands between marks is spelt, the marks and blanks stay', () => {
  expect(toSounds('Hello, world!', spell, 'fr-fr')).toBe('<Hello>, <world>!')
  expect(toSounds('«Oui» ¿no?', spell, 'fr-fr')).toBe('“<Oui>” <no>?')
  expect(toSounds('…', spell, 'en-us')).toBe('…')
})

test('English sounds are written as the network learnt them', () => {
  expect(toSounds('red', () => 'rˈɛd', 'en-us')).toBe('ɹˈɛd')
  expect(toSounds('red', () => 'rˈɛd', 'fr-fr')).toBe('rˈɛd')
})

test('sounds become the published numbers, between two silences; unknown ones are left out', () => {
  expect(toNumbers('həlˈoʊ.')).toEqual([0, 50, 83, 54, 156, 57, 135, 4, 0])
  expect(toNumbers('ᵻ 漢↘')).toEqual([0, 177, 16, 173, 0])
  expect(toNumbers('a'.repeat(600))).toHaveLength(511)
})
