import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { seal, unseal } from './seal.ts'

const key = randomBytes(32).toString('base64')

test('a sealed secret is opened by its key at its place, and is different each time', () => {
  const sealed = seal(key, 'row 1', 'geheim 🔑')
  expect(unseal(key, 'row 1', sealed)).toBe('geheim 🔑')
  expect(sealed).not.toContain('geheim')
  expect(seal(key, 'row 1', 'geheim 🔑')).not.toBe(sealed)
})

test.each([
  ['another key', randomBytes(32).toString('base64'), 'row 1', (sealed: string) => sealed],
  ['another place', key, 'row 2', (sealed: string) => sealed],
  ['a changed text', key, 'row 1', (sealed: string) => `${sealed.slice(0, -2)}AA`],
  ['a cut text', key, 'row 1', (sealed: string) => sealed.slice(0, 20)],
  ['another version', key, 'row 1', (sealed: string) => sealed.replace('v1', 'v2')],
])('%s does not open it', (_, otherKey, place, change) => {
  const sealed = change(seal(key, 'row 1', 'a secret of some length'))
  expect(() => unseal(otherKey, place, sealed)).toThrow('cannot be opened')
})
