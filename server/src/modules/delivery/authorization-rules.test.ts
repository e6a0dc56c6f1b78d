import { expect, test } from 'vitest'
import { authorizationOf, isSendable } from './authorization-rules.ts'

test.each([
  [{ authKey: 'bearer', authSecret: 'Bearer abc' }, 'Bearer abc'],
  [{ authKey: 'Bearer', authSecret: 'abc' }, 'Bearer abc'],
  [{ authKey: 'Token', authSecret: 'sk_1' }, 'Token sk_1'],
  [{ authKey: 'token', authSecret: 'Bearer abc' }, 'Bearer abc'],
  [{ authKey: 'X-Key', authSecret: 'abc' }, 'X-Key abc'],
  [{ authKey: 'X-Key', authSecret: 'x-key abc' }, 'x-key abc'],
  [{ authKey: 'Bearer', authSecret: 'bearerless' }, 'Bearer bearerless'],
  [{ authSecret: 'abc' }, 'abc'],
  [{ authKey: null, authSecret: 'Basic dXNlcjpwYXNz' }, 'Basic dXNlcjpwYXNz'],
  [{ authKey: 'Bearer', authSecret: '' }, undefined],
  [{ authKey: 'Bearer' }, undefined],
  [{}, undefined],
  [null, undefined],
])('%j becomes the header %j', (given, header) => {
  expect(authorizationOf(given)).toBe(header)
})

test('what would break a header is known', () => {
  expect(isSendable('Bearer abc')).toBe(true)
  expect(isSendable('Bearer a\r\nx-admin: 1')).toBe(false)
  expect(isSendable('Bearer مرحبا')).toBe(false)
})
