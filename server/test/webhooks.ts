import { newWebhookSecret } from '../src/platform/crypto/standard-webhooks.ts'
import { seal } from '../src/platform/crypto/seal.ts'
import { startDispatcher } from '../src/modules/delivery/index.ts'
import type { TestApp } from './test-app.ts'

/** Receivers of tests listen on loopback. */
export const allowLoopback = { OUTBOUND_ALLOW: '127.0.0.1' }

export type EndpointWishes = {
  readonly workspaceId?: string
  readonly events?: readonly string[]
  readonly filters?: Record<string, unknown>
  readonly schedule?: readonly number[]
  readonly maxAge?: number
  readonly headers?: Record<string, string>
  readonly rateLimit?: number
  readonly maxConcurrency?: number
  readonly fifo?: boolean
  readonly kind?: 'workspace' | 'agent'
}

/** An endpoint as the API makes it, with waits of a second where the API's defaults have hours. */
export async function makeEndpoint(app: TestApp, url: string, wishes: EndpointWishes = {}) {
  const { context, owner } = app
  const workspaceId = wishes.workspaceId ?? owner.workspaceId
  const id = context.newId()
  const secret = newWebhookSecret()
  const key = context.config.encryptionKey
  const { pool } = app.db
  await pool.query(
    `insert into webhook_endpoint (workspace_id, id, kind, url, events, filters, secret,
       retry_schedule, max_age, headers, rate_limit, max_concurrency, fifo, payload_version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '2026-11-01')`,
    [
      workspaceId,
      id,
      wishes.kind ?? 'workspace',
      url,
      wishes.events ?? ['*'],
      JSON.stringify(wishes.filters ?? {}),
      seal(key, `webhook_endpoint:${id}`, secret),
      wishes.schedule ?? [1, 1, 1],
      wishes.maxAge ?? 86_400,
      wishes.headers
        ? seal(key, `webhook_endpoint_headers:${id}`, JSON.stringify(wishes.headers))
        : null,
      wishes.rateLimit ?? null,
      wishes.maxConcurrency ?? 32,
      wishes.fifo ?? false,
    ],
  )
  await pool.query('insert into webhook_lane (workspace_id, endpoint_id) values ($1, $2)', [
    workspaceId,
    id,
  ])
  return { workspaceId, id, secret }
}

/** A sender of the test's own, which stops with it. */
export function startSender(app: TestApp) {
  const dispatcher = startDispatcher(app.context)
  return Object.assign(dispatcher, {
    [Symbol.asyncDispose]: () => dispatcher.stop(1_000),
  })
}
