import { expect, test } from 'vitest'
import { authorizationOf } from './webhook-auth-rules.ts'

test.each([
  ['Bearer', 'secret', 'Bearer secret'],
  ['bearer', 'Bearer secret', 'Bearer secret'],
  ['X-Key', 'abc', 'X-Key abc'],
  ['X-Key', 'x-key abc', 'x-key abc'],
  [null, 'Basic dXNlcjpwYXNz', 'Basic dXNlcjpwYXNz'],
  ['token', 'Bearer abc', 'Bearer abc'],
  [null, 'plain', 'plain'],
  ['Bearer', null, null],
  ['Bearer', undefined, null],
  ['Bearer', 'bearerless', 'Bearer bearerless'],
])('key %j and secret %j make the header %j', (key, secret, header) => {
  expect(authorizationOf(key, secret)).toBe(header)
})
