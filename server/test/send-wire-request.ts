import { Agent, request as open } from 'node:http'
import type { WireRequest } from './hostile-arbitraries.ts'

export type WireReply = {
  readonly status: number
  readonly contentType: string | undefined
  readonly text: string
}

/** A server that does not answer in this time is stuck. */
const answerTimeoutMs = 20_000

/** Sends what no well-behaved client would: the target goes out as it is. */
export function wireSender(baseUrl: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { hostname, port } = new URL(baseUrl)
  return {
    send({ method, target, headers, body }: WireRequest): Promise<WireReply> {
      return new Promise((resolve, reject) => {
        const sent = open({ agent, hostname, port, method, path: target, timeout: answerTimeoutMs })
        for (const [name, value] of Object.entries(headers)) {
          if (body !== undefined || name !== 'content-type') sent.setHeader(name, value)
        }
        if (body !== undefined) sent.setHeader('content-length', Buffer.byteLength(body))
        sent.on('timeout', () => sent.destroy(new Error('no answer')))
        sent.on('error', reject)
        sent.on('response', (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              contentType: response.headers['content-type'],
              text: Buffer.concat(chunks).toString(),
            }),
          )
        })
        sent.end(body)
      })
    },
    [Symbol.dispose]() {
      agent.destroy()
    },
  }
}
