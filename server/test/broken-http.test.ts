import { once } from 'node:events'
import { connect } from 'node:net'
import { ErrorReply, errorStatus } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp } from './test-app.ts'

/** Sends bytes as they are, and reads the answer until the server closes. */
async function exchange(
  baseUrl: string,
  bytes: string,
): Promise<{ status: number; body: unknown }> {
  const socket = connect(Number(new URL(baseUrl).port), '127.0.0.1')
  socket.setEncoding('utf8')
  let answer = ''
  socket.on('data', (chunk: string) => (answer += chunk))
  // The server may hang up before it has read everything.
  socket.on('error', () => {})
  socket.end(bytes)
  await once(socket, 'close')
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) }
}

const end = 'Host: x\r\nConnection: close\r\n\r\n'

test.each([
  ['what is no HTTP', 'hello\r\n\r\n'],
  ['an unknown method', `FETCH /functions/v1/me HTTP/1.1\r\n${end}`],
  ['an address without end', `GET /${'a'.repeat(40_000)} HTTP/1.1\r\n${end}`],
  ['a header without end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(40_000)}\r\n${end}`],
  ['two different lengths', `POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n${end}`],
  ['a wrongly encoded path', `GET /functions/v1/api-v1-contacts/%ff HTTP/1.1\r\n${end}`],
  ['a stray percent sign', `GET /functions/v1/api-v1-contacts/% HTTP/1.1\r\n${end}`],
  ['an endless id', `GET /functions/v1/api-v1-contacts/${'a'.repeat(500)} HTTP/1.1\r\n${end}`],
])('%s is refused in the envelope', async (_, bytes) => {
  await using app = await startTestApp()
  const { status, body } = await exchange(app.baseUrl, bytes)
  const { code } = ErrorReply.strict().parse(body)
  expect(status).toBe(400)
  expect(errorStatus[code]).toBe(400)
})

test('a body may nest a hundred levels deep, and no deeper', async () => {
  await using app = await startTestApp()
  const nested = (levels: number) => ({
    body: JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown,
  })
  const refused = await app.call('POST', '/functions/v1/api-v1-contacts', nested(101))
  expect(refused.body).toMatchObject({
    code: 'VALIDATION_ERROR',
    error: expect.stringMatching(/100/),
  })
  const accepted = await app.call('POST', '/functions/v1/api-v1-contacts', nested(100))
  expect(accepted.body.error).not.toMatch(/100/)
  // Brackets in text do not nest.
  const text = {
    first_name: `${'['.repeat(90)}"\\`,
    email: 'a@example.com',
    title: '{'.repeat(150),
  }
  expect((await app.call('POST', '/functions/v1/api-v1-contacts', { body: text })).status).toBe(201)
})
