import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
  type Socket,
} from 'node:net'
import { expect, test } from 'vitest'
import { openGuard, type Resolve } from './guard.ts'
import { openPostPool, type PostPool } from './post-pool.ts'

const limits = { timeoutMs: 400, bodyTimeoutMs: 200, maxBytes: 1_000 }
const post = { headers: { 'content-type': 'application/json' }, body: Buffer.from('{"a":1}') }

async function listen(server: Server | TcpServer) {
  let connections = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

const serve = (listener: RequestListener) => listen(createServer(listener))

function poolTo(url: string, resolve?: Resolve): PostPool & AsyncDisposable {
  const guard = openGuard({ allow: ['127.0.0.1', 'hooks.example'], ...(resolve && { resolve }) })
  const pool = openPostPool(guard, url, limits)
  return Object.assign(pool, {
    async [Symbol.asyncDispose]() {
      pool.close()
      await guard.close()
    },
  })
}

const toLocal: Resolve = async () => [{ address: '127.0.0.1', family: 4 }]

test('an answer is told with its headers, the start of its body and how long each step took', async () => {
  await using server = await serve((request, response) => {
    request.resume()
    response.writeHead(201, { 'x-one': ['a', 'b'] }).end('thanks')
  })
  await using pool = poolTo(`http://hooks.example:${server.port}/in?x=1`, toLocal)
  const { answer, timing, error } = await pool.send(post)
  expect(error).toBeUndefined()
  expect(answer).toMatchObject({ status: 201, headers: { 'x-one': 'a, b' }, isCut: false })
  expect(answer?.body.toString()).toBe('thanks')
  const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = timing
  expect([dnsMs, connectMs, firstByteMs].every((ms) => ms !== null && ms >= 0)).toBe(true)
  expect(tlsMs).toBeNull()
  expect(totalMs).toBeGreaterThanOrEqual(firstByteMs ?? Number.POSITIVE_INFINITY)
})

test('a connection is used again, and then takes no time to make', async () => {
  await using server = await serve((request, response) => {
    request.resume().on('end', () => response.end())
  })
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  for (let n = 0; n < 5; n += 1) expect((await pool.send(post)).answer?.status).toBe(200)
  const { timing } = await pool.send(post)
  expect([timing.dnsMs, timing.connectMs, timing.tlsMs]).toEqual([null, null, null])
  expect(server.connections()).toBe(1)
  await Promise.all([pool.send(post), pool.send(post), pool.send(post)])
  expect(server.connections()).toBe(3)
})

test('a connection that the server closed while it was idle costs nobody a failure', async () => {
  let answered = 0
  await using server = await serve((request, response) => {
    const { socket } = request
    answered += 1
    request
      .resume()
      .on('end', () => response.end(() => setTimeout(() => socket.resetAndDestroy(), 5)))
  })
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  for (let n = 0; n < 20; n += 1) {
    expect((await pool.send(post)).error).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, n % 8))
  }
  expect(answered).toBe(20)
})

test('of an endless answer only the beginning is read, and its status stands', async () => {
  await using server = await serve((request, response) => {
    request.resume()
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    response.writeHead(200)
    more()
  })
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  const { answer } = await pool.send(post)
  expect(answer).toMatchObject({ status: 200, isCut: true })
  expect(answer?.body.length).toBe(limits.maxBytes)
})

test('an answer that drips is cut in time, and its status stands', async () => {
  await using server = await serve((request, response) => {
    request.resume()
    response.writeHead(500)
    const timer = setInterval(() => response.write('.'), 20)
    response.on('close', () => clearInterval(timer))
  })
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  const { answer, timing } = await pool.send(post)
  expect(answer).toMatchObject({ status: 500, isCut: true })
  expect(timing.totalMs).toBeLessThan(5_000)
})

test('headers that drip in, or never come, are a timeout', async () => {
  await using silent = await serve(() => {})
  await using slow = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      const timer = setInterval(() => socket.write('H'), 50)
      socket.on('close', () => clearInterval(timer))
    }),
  )
  for (const { port } of [silent, slow]) {
    await using pool = poolTo(`http://127.0.0.1:${port}/`)
    const { error } = await pool.send(post)
    expect(['timeout', 'protocol']).toContain(error?.code)
  }
})

test('a receiver that answers before it has read does no harm', async () => {
  await using server = await serve((_request, response) => void response.end('ok'))
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  const large = { ...post, body: Buffer.alloc(4_000_000, 'a') }
  for (let n = 0; n < 3; n += 1) expect((await pool.send(large)).answer?.status).toBe(200)
})

test.each([
  ['reset', (socket: Socket) => socket.resetAndDestroy()],
  ['reset', (socket: Socket) => socket.once('data', () => socket.destroy())],
  ['protocol', (socket: Socket) => socket.write('SSH-2.0-hello\r\n')],
] as const)('a server without an answer is a %s', async (code, answer) => {
  await using server = await listen(
    createTcpServer((socket) => {
      socket.on('error', () => {})
      answer(socket)
    }),
  )
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  expect((await pool.send(post)).error).toMatchObject({ code })
})

test('names, ports, certificates and forbidden addresses fail under names of their own', async () => {
  const tls = (file: string) => readFileSync(new URL(`../../../test/tls/${file}`, import.meta.url))
  const certificate = { key: tls('expired-key.pem'), cert: tls('expired-certificate.pem') }
  await using secure = await listen(createSecureServer(certificate, (_, reply) => void reply.end()))
  await using plain = await serve((_request, response) => void response.end())
  const unused = await listen(createTcpServer())
  await unused[Symbol.asyncDispose]()
  const nowhere: Resolve = () => Promise.reject(new Error('no such name'))
  const table: [string, string, Resolve][] = [
    ['tls', `https://hooks.example:${secure.port}/`, toLocal],
    ['tls', `https://hooks.example:${plain.port}/`, toLocal],
    ['connect', `http://127.0.0.1:${unused.port}/`, toLocal],
    ['dns', 'https://hooks.example/', nowhere],
    ['refused', 'https://elsewhere.example/', async () => [{ address: '10.0.0.1', family: 4 }]],
    ['refused', 'http://elsewhere.example/', async () => [{ address: '8.8.8.8', family: 4 }]],
  ]
  for (const [code, url, resolve] of table) {
    await using pool = poolTo(url, resolve)
    const { error, answer } = await pool.send(post)
    expect([url, error?.code, answer]).toEqual([url, code, undefined])
    expect(error?.message).toMatch(/^[^\n]+\.$/)
  }
})

test('closing ends what is under way', async () => {
  await using server = await serve(() => {})
  await using pool = poolTo(`http://127.0.0.1:${server.port}/`)
  const sent = pool.send(post)
  pool.close()
  expect((await sent).error?.code).toBe('aborted')
})

test('an address that must not be asked is refused before there is a pool', () => {
  expect(() => poolTo('https://169.254.169.254/')).toThrow('private or reserved')
})
