import { Pool } from 'undici'
import { v7 } from 'uuid'
import { signatureHeaders } from '../server/src/modules/delivery/signing.ts'

// The least that sending webhooks can be: bodies from memory, signed and posted, nothing kept.

export type FloorWish = {
  readonly url: string
  readonly count: number
  readonly concurrency: number
}
export type FloorResult = { readonly durationMs: number; readonly cpuMs: number }

process.on('message', (wish: FloorWish) => {
  run(wish).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      throw error
    },
  )
})
process.once('disconnect', () => process.exit())

async function run({ url, count, concurrency }: FloorWish): Promise<FloorResult> {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 })
  const body = Buffer.from(JSON.stringify({ data: { filler: 'x'.repeat(1_000) } }))
  const secrets = {
    current: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    previous: undefined,
  }
  let left = count
  const line = async () => {
    while (left > 0) {
      left -= 1
      const stamp = { id: v7(), timestampS: Math.floor(Date.now() / 1_000) }
      const headers = {
        'content-type': 'application/json',
        ...signatureHeaders(secrets, stamp, body),
      }
      const answer = await pool.request({ method: 'POST', path: pathname, headers, body })
      await answer.body.dump()
      if (answer.statusCode !== 200) throw new Error(`The receiver answered ${answer.statusCode}.`)
    }
  }
  const startedAt = performance.now()
  const before = process.cpuUsage()
  await Promise.all(Array.from({ length: concurrency }, line))
  const { user, system } = process.cpuUsage(before)
  const durationMs = performance.now() - startedAt
  await pool.close()
  return { durationMs, cpuMs: (user + system) / 1_000 }
}
