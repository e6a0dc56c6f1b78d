import { connect } from 'node:net'
import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { limitBodyTime } from './body-time.ts'

const limitMs = 300
/** Well below the limit. */
const dripMs = 50

const tooSlow = {
  data: null,
  error: 'The request took too long to arrive.',
  code: 'VALIDATION_ERROR',
}

async function startServer() {
  const http = Fastify()
  limitBodyTime(http, limitMs)
  http.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  http.post('/text', (request) => ({ length: String(request.body).length }))
  http.post('/files', { config: { takesFiles: true } }, (request) => ({
    length: String(request.body).length,
  }))
  await http.listen({ port: 0, host: '127.0.0.1' })
  return Object.assign(http, { [Symbol.asyncDispose]: () => http.close() })
}

/** Sends a body byte by byte, and reads the answer until the server closes. */
async function drip(
  http: Awaited<ReturnType<typeof startServer>>,
  path: string,
  { length, sent = length }: { readonly length: number; readonly sent?: number },
) {
  const address = http.server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening')
  const socket = connect(address.port, '127.0.0.1').setEncoding('utf8')
  let answer = ''
  socket.on('data', (chunk: string) => (answer += chunk))
  // The server may hang up while we write.
  socket.on('error', () => {})
  const startedAt = performance.now()
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n\r\n`,
  )
  let left = sent
  const timer = setInterval(() => {
    if (left-- > 0 && socket.writable) socket.write('a')
  }, dripMs)
  // Not `once`, which takes an error for the end.
  await new Promise((resolve) => socket.once('close', resolve))
  clearInterval(timer)
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  return {
    status: Number(head.split(' ')[1]),
    body: JSON.parse(body) as unknown,
    ms: performance.now() - startedAt,
  }
}

test('a body that drips in is cut with a sentence, however steadily it drips', async () => {
  await using http = await startServer()
  const { status, body, ms } = await drip(http, '/text', { length: 1_000 })
  expect(status).toBe(400)
  expect(body).toEqual(tooSlow)
  expect(ms).toBeGreaterThanOrEqual(limitMs - 1)
})

test('a body that arrives in time is taken, in however many pieces', async () => {
  await using http = await startServer()
  expect(await drip(http, '/text', { length: 3 })).toMatchObject({
    status: 200,
    body: { length: 3 },
  })
})

test('a file may take longer than the limit, but not pause for so long', async () => {
  await using http = await startServer()
  const steady = await drip(http, '/files', { length: 10 })
  expect(steady).toMatchObject({ status: 200, body: { length: 10 } })
  expect(steady.ms).toBeGreaterThan(limitMs)
  const stuck = await drip(http, '/files', { length: 10, sent: 2 })
  expect(stuck).toMatchObject({ status: 400, body: tooSlow })
})
