import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { startNameServer } from '../../../test/name-server.ts'
import { openGuard, type Resolve, resolveBy } from './guard.ts'
import { guardedRequest, guardedStream } from './guarded-request.ts'

async function serve(listener: RequestListener) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url} ${request.headers.host}`)
    listener(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function guardOf(allow: string[] = [], resolve?: Resolve) {
  const guard = openGuard({ allow, ...(resolve && { resolve }) })
  return Object.assign(guard, { [Symbol.asyncDispose]: () => guard.close() })
}

const hello: RequestListener = (_request, response) => void response.end('hello')

test.each([
  ['http://127.0.0.1/', 'forbidden_address'],
  ['https://127.0.0.1/', 'forbidden_address'],
  ['https://2130706433/', 'forbidden_address'],
  ['https://0x7f.1/', 'forbidden_address'],
  ['https://0177.0.0.1/', 'forbidden_address'],
  ['https://127.1/', 'forbidden_address'],
  ['https://127.0.0.1./', 'forbidden_address'],
  ['https://１２７.０.０.１/', 'forbidden_address'],
  ['https://0/', 'forbidden_address'],
  ['https://[::1]/', 'forbidden_address'],
  ['https://[::ffff:127.0.0.1]/', 'forbidden_address'],
  ['https://[0:0:0:0:0:ffff:7f00:1]/', 'forbidden_address'],
  ['https://[64:ff9b::169.254.169.254]/', 'forbidden_address'],
  ['https://169.254.169.254/latest/meta-data', 'forbidden_address'],
  ['https://localhost/', 'forbidden_address'],
  ['http://93.184.215.14/', 'insecure_scheme'],
  ['https://user:secret@example.com/', 'credentials_in_url'],
  ['https://user@example.com/', 'credentials_in_url'],
  ['file:///etc/passwd', 'unsupported_scheme'],
  ['ftp://example.com/', 'unsupported_scheme'],
  ['gopher://127.0.0.1:6379/_x', 'unsupported_scheme'],
  ['not an address', 'invalid_url'],
  ['https://', 'invalid_url'],
  ['https://999.1.1.1/', 'invalid_url'],
])('%s is refused as %s', async (url, code) => {
  await using guard = guardOf()
  await expect(guardedRequest(guard, { url })).rejects.toMatchObject({ code })
})

test('a host that changes its address after it was judged is not followed', async () => {
  await using server = await serve(hello)
  // Public at the first question, this machine ever after.
  let questions = 0
  await using names = await startNameServer(() => {
    questions += 1
    return questions === 1 ? ['192.0.1.1'] : ['127.0.0.1']
  })
  await using guard = guardOf([], resolveBy([names.address]))
  const url = `https://rebind.example:${server.port}/`
  const first = guardedRequest(guard, { url, timeoutMs: 500 })
  // It goes to the address that was judged, where nobody answers, and not to the newer one.
  await expect(first).rejects.toMatchObject({ code: /^(timeout|unreachable)$/ })
  expect(names.asked).toEqual(['rebind.example'])
  const second = guardedRequest(guard, { url, timeoutMs: 500 })
  await expect(second).rejects.toMatchObject({ code: 'forbidden_address' })
  expect(server.requests).toEqual([])
})

test('a host is refused when any of its addresses is internal', async () => {
  await using names = await startNameServer(() => ['93.184.215.14', '10.0.0.1'])
  await using guard = guardOf([], resolveBy([names.address]))
  await expect(guardedRequest(guard, { url: 'https://both.example/' })).rejects.toMatchObject({
    code: 'forbidden_address',
  })
})

test('a name is resolved once for each connection, and its host header and port are kept', async () => {
  await using server = await serve(hello)
  await using names = await startNameServer(() => ['127.0.0.1'])
  await using guard = guardOf(['127.0.0.0/8'], resolveBy([names.address]))
  const url = `http://recorder.example:${server.port}/a?b=c`
  const { status, body } = await guardedRequest(guard, { url, method: 'POST', body: 'x' })
  expect([status, body.toString()]).toEqual([200, 'hello'])
  expect(server.requests).toEqual([`POST /a?b=c recorder.example:${server.port}`])
  expect(names.asked).toEqual(['recorder.example'])
})

test.each([['localhost'], ['LOCALHOST'], ['127.0.0.1'], ['127.0.0.0/8']])(
  'an operator can allow %s, also by plain http',
  async (entry) => {
    await using server = await serve(hello)
    const resolve: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]
    await using guard = guardOf([entry], resolve)
    const host = entry.toLowerCase() === 'localhost' ? 'localhost' : '127.0.0.1'
    const { body } = await guardedRequest(guard, { url: `http://${host}:${server.port}/` })
    expect(body.toString()).toBe('hello')
  },
)

test('what is allowed by pattern is below the name, and nothing else', async () => {
  const resolve: Resolve = async () => [{ address: '10.0.0.1', family: 4 }]
  await using guard = guardOf(['*.corp.example'], resolve)
  for (const host of ['corp.example', 'evilcorp.example', 'corp.example.evil.example']) {
    await expect(guardedRequest(guard, { url: `https://${host}/` })).rejects.toMatchObject({
      code: 'forbidden_address',
    })
  }
  expect(guard.check('http://erp.corp.example/').host).toBe('erp.corp.example')
})

test('an allowed range does not open plain http to the rest of the world', async () => {
  const resolve: Resolve = async () => [{ address: '93.184.215.14', family: 4 }]
  await using guard = guardOf(['10.0.0.0/8'], resolve)
  await expect(guardedRequest(guard, { url: 'http://shop.example/' })).rejects.toMatchObject({
    code: 'insecure_scheme',
  })
})

test('redirects are answered, not followed', async () => {
  await using server = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  })
  await using guard = guardOf(['127.0.0.1'])
  const url = `http://127.0.0.1:${server.port}/`
  const { status, headers } = await guardedRequest(guard, { url })
  expect([status, headers.location]).toEqual([302, 'http://169.254.169.254/'])
  expect(server.requests.length).toBe(1)
})

test('too much is refused, declared or not', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/declared') response.setHeader('content-length', 5_000)
    response.end('x'.repeat(5_000))
  })
  await using guard = guardOf(['127.0.0.1'])
  for (const path of ['/declared', '/undeclared']) {
    const url = `http://127.0.0.1:${server.port}${path}`
    await expect(guardedRequest(guard, { url, maxBytes: 4_999 })).rejects.toMatchObject({
      code: 'too_large',
    })
    expect((await guardedRequest(guard, { url, maxBytes: 5_000 })).body.length).toBe(5_000)
  }
})

test('a server that is silent, or stops in the middle, is given up in time', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/middle') response.write('begun')
  })
  await using guard = guardOf(['127.0.0.1'])
  for (const path of ['/silent', '/middle']) {
    const url = `http://127.0.0.1:${server.port}${path}`
    await expect(guardedRequest(guard, { url, timeoutMs: 200 })).rejects.toMatchObject({
      code: 'timeout',
      retryable: true,
    })
  }
})

test('whoever asked can give up, and a connection that breaks is said to be one', async () => {
  await using server = await serve((request, response) => {
    if (request.url === '/break') response.write('begun', () => response.destroy())
  })
  await using guard = guardOf(['127.0.0.1'])
  const url = `http://127.0.0.1:${server.port}`
  const giveUp = new AbortController()
  const asked = guardedRequest(guard, { url: `${url}/silent`, signal: giveUp.signal })
  giveUp.abort()
  await expect(asked).rejects.toMatchObject({ code: 'aborted' })
  const { body } = await guardedStream(guard, { url: `${url}/break` })
  await expect(body.toArray()).rejects.toMatchObject({ code: 'unreachable' })
})

test('headers that belong to the connection cannot be set', async () => {
  await using guard = guardOf(['127.0.0.1'])
  const url = 'http://127.0.0.1:1/'
  for (const name of ['Host', 'transfer-encoding', 'Connection']) {
    await expect(guardedRequest(guard, { url, headers: { [name]: 'x' } })).rejects.toMatchObject({
      code: 'forbidden_header',
    })
  }
})
