import { connect, type Socket } from 'node:net'

/** One request: what is sent, and where. */
export type Shot = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: string
}

export type Target = { readonly host: string; readonly port: number; readonly apiKey: string }

export type Answer = { readonly status: number; readonly body: string }

export type Load = {
  readonly target: Target
  readonly concurrency: number
  readonly count: number
  /** The nth request; made while the round runs, so it must be cheap. */
  readonly shot: (n: number) => Shot
  readonly expectedStatus: number
}

export type Outcome = {
  readonly durationMs: number
  /** Latency of each request in ms, ascending. */
  readonly latenciesMs: Float64Array
}

/**
 * Sends `count` requests over `concurrency` kept-alive connections, each sending the next as soon
 * as it has the reply. Raw sockets: an HTTP client of Node's would take as much CPU as the server.
 */
export async function fire(load: Load): Promise<Outcome> {
  const latenciesMs = new Float64Array(load.count)
  let next = 0
  const startedMs = performance.now()
  const worker = async () => {
    const connection = await openConnection(load.target)
    for (let n = next++; n < load.count; n = next++) {
      const text = toText(load.shot(n), load.target)
      const sentMs = performance.now()
      const answer = await connection.exchange(text)
      latenciesMs[n] = performance.now() - sentMs
      if (answer.status !== load.expectedStatus) {
        throw new Error(`${answer.status} instead of ${load.expectedStatus}: ${answer.body}`)
      }
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: load.concurrency }, worker))
  return { durationMs: performance.now() - startedMs, latenciesMs: latenciesMs.sort() }
}

/**
 * Sends requests at a steady rate, whether or not earlier ones are answered: each on the next free
 * connection, or on a new one. Latency counts from the moment at which a request was due.
 */
export async function fireAtRate(
  load: Omit<Load, 'concurrency'> & {
    readonly ratePerSecond: number
    /** Asked before each request: true ends the round before `count`. */
    readonly isEnough?: () => boolean
  },
): Promise<Outcome> {
  const latenciesMs = new Float64Array(load.count)
  const free: Connection[] = []
  const startedMs = performance.now()
  const send = async (n: number, dueMs: number) => {
    const connection = free.pop() ?? (await openConnection(load.target))
    const answer = await connection.exchange(toText(load.shot(n), load.target))
    latenciesMs[n] = performance.now() - dueMs
    free.push(connection)
    if (answer.status !== load.expectedStatus) throw new Error(`${answer.status}: ${answer.body}`)
  }
  const sent: Promise<void>[] = []
  while (sent.length < load.count && !load.isEnough?.()) {
    const dueMs = startedMs + (sent.length * 1000) / load.ratePerSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    sent.push(send(sent.length, dueMs))
  }
  await Promise.all(sent)
  for (const connection of free) connection.close()
  return {
    durationMs: performance.now() - startedMs,
    latenciesMs: latenciesMs.subarray(0, sent.length).sort(),
  }
}

/** One request on a connection of its own. */
export async function ask(target: Target, shot: Shot): Promise<Answer> {
  const connection = await openConnection(target)
  const answer = await connection.exchange(toText(shot, target))
  connection.close()
  return answer
}

function toText({ method, path, body }: Shot, { host, port, apiKey }: Target): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nX-API-Key: ${apiKey}\r\nUser-Agent: bench\r\n`
  if (body === undefined) return `${head}\r\n`
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

type Connection = { exchange(text: string): Promise<Answer>; close(): void }

async function openConnection({ host, port }: Target): Promise<Connection> {
  const socket = connect({ host, port, noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  const read = replyReader(socket)
  return {
    exchange(text) {
      socket.write(text)
      return read()
    },
    close: () => socket.destroy(),
  }
}

type Waiting = { resolve(answer: Answer): void; reject(error: Error): void }

/** Reads one reply after the other; both servers always say how long it is. */
function replyReader(socket: Socket): () => Promise<Answer> {
  let waiting: Waiting | undefined
  let chunks: Buffer[] = []
  let received = 0
  let expected: number | undefined

  const settle = () => {
    const reply = Buffer.concat(chunks)
    const bodyAt = reply.indexOf('\r\n\r\n') + 4
    const status = Number(reply.toString('latin1', 9, 12))
    chunks = []
    received = 0
    expected = undefined
    waiting?.resolve({ status, body: reply.toString('utf8', bodyAt) })
    waiting = undefined
  }
  const lengthOf = (chunk: Buffer): number | undefined => {
    const end = chunk.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const head = chunk.toString('latin1', 0, end)
    return end + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
  }
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    received += chunk.length
    expected ??= lengthOf(chunks.length === 1 ? chunk : Buffer.concat(chunks))
    if (expected !== undefined && received >= expected) settle()
  })
  const fail = (error?: Error) => waiting?.reject(error ?? new Error('the server closed'))
  socket.on('error', fail)
  socket.on('close', () => fail())
  return () => {
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject }
    })
  }
}
