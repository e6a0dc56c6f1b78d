import { expect, test } from 'vitest'
import { authorizationOf, isSendable } from './authorization-rules.ts'

test.each([
  [{ authKey: 'bearer', authSecret: 'Bearer abc' }, 'Bearer abc'],
  [{ authKey: 'Bearer', authSecret: 'abc' }, 'Bearer abc'],
  [{ authKey: 'Token', authSecret: 'sk_1' }, 'Token sk_1'],
  [{ authSecret: 'abc' }, 'abc'],
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
