import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// Somebody's server that takes webhooks: reads the body, answers 200, and remembers when each came.

export type Receipts = {
  readonly count: number
  /** By the `n` in the data: ms since the epoch, with fractions. */
  readonly at: readonly (readonly [n: number, ms: number])[]
}

let count = 0
let at: [number, number][] = []

const server = createServer((request, response) => {
  let body = ''
  request.setEncoding('latin1')
  request.on('data', (chunk: string) => {
    body += chunk
  })
  request.on('end', () => {
    count += 1
    const n = /"n":(\d+)/.exec(body)?.[1]
    if (n !== undefined) at.push([Number(n), performance.timeOrigin + performance.now()])
    response.writeHead(200, { 'content-length': '2' })
    response.end('ok')
  })
})
server.keepAliveTimeout = 60_000

process.on('message', (message: 'reset' | 'report') => {
  if (message === 'reset') {
    count = 0
    at = []
  }
  process.send?.({ count, at } satisfies Receipts)
})
process.once('disconnect', () => process.exit())
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port)
})
