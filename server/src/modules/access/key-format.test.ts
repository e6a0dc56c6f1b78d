import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashOf, isWellFormed, newKey, previewOf } from './key-format.ts'

test('a new key is sk_ and 38 characters that a double click selects, and never the same', () => {
  const keys = Array.from({ length: 1000 }, newKey)
  expect(keys.every((key) => /^sk_[0-9A-Za-z]{38}$/.test(key))).toBe(true)
  expect(keys.every(isWellFormed)).toBe(true)
  expect(new Set(keys).size).toBe(1000)
})

test('its random characters are spread evenly over all 62', () => {
  const counts = new Map<string, number>()
  for (let made = 0; made < 2000; made++) {
    for (const character of newKey().slice(3, 35)) {
      counts.set(character, (counts.get(character) ?? 0) + 1)
    }
  }
  const expected = (2000 * 32) / 62
  expect(counts.size).toBe(62)
  // Six standard deviations: fails once in about 10 million runs.
  for (const count of counts.values()) {
    expect(Math.abs(count - expected)).toBeLessThan(6 * Math.sqrt(expected))
  }
})

test('one wrong character anywhere makes a key malformed', () => {
  const position = fc.integer({ min: 0, max: 40 })
  const replacement = fc.string({ minLength: 1, maxLength: 1 })
  fc.assert(
    fc.property(position, replacement, (at, character) => {
      const key = newKey()
      fc.pre(key[at] !== character)
      expect(isWellFormed(key.slice(0, at) + character + key.slice(at + 1))).toBe(false)
    }),
  )
})

test('no text is well-formed by accident', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), (text) => {
      expect(isWellFormed(text)).toBe(false)
    }),
  )
})

test('a preview shows four characters of a key, and none of something short', () => {
  const key = newKey()
  expect(previewOf(key)).toBe(`sk_...${key.slice(-4)}`)
  expect(previewOf('hunter2')).toBe('sk_...')
})

test('a key is kept as its SHA-256', () => {
  expect(hashOf('sk_')).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})
