import { expect, test } from 'vitest'
import { authorizationOf } from './agent-auth-rules.ts'

test.each([
  [{ authKey: 'Bearer', authSecret: 'abc' }, 'Bearer abc'],
  [{ authKey: 'bearer', authSecret: 'Bearer abc' }, 'Bearer abc'],
  [{ authKey: 'Token', authSecret: 'basic eDp5' }, 'basic eDp5'],
  [{ authKey: '', authSecret: 'abc' }, 'abc'],
  [{ authSecret: 'abc' }, 'abc'],
  [{ authKey: 'Bearer', authSecret: 'bearerabc' }, 'Bearer bearerabc'],
])('of %o the header is made with one scheme', (auth, header) => {
  expect(authorizationOf(auth)).toBe(header)
})

test.each([
  null,
  undefined,
  {},
  { authKey: 'Bearer', authSecret: ' ' },
  { authKey: 'Bearer', authSecret: 'a\r\nx-evil: 1' },
  { authKey: 'Bearer', authSecret: 'x'.repeat(5_000) },
])('%o makes no header', (auth) => {
  expect(authorizationOf(auth)).toBeUndefined()
})
