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
  /** As during a rotation. */
  readonly previousSecret?: string
}

const usual = {
  kind: 'workspace',
  events: ['*'],
  filters: {},
  schedule: [1, 1, 1],
  maxAge: 86_400,
  rateLimit: null,
  maxConcurrency: 32,
  fifo: false,
} as const

/** An endpoint as the API makes it, with waits of a second where the API's defaults have hours. */
export async function makeEndpoint(app: TestApp, url: string, given: EndpointWishes = {}) {
  const wishes = { ...usual, ...given }
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
      wishes.kind,
      url,
      wishes.events,
      JSON.stringify(wishes.filters),
      seal(key, `webhook_endpoint:${id}`, secret),
      wishes.schedule,
      wishes.maxAge,
      wishes.headers
        ? seal(key, `webhook_endpoint_headers:${id}`, JSON.stringify(wishes.headers))
        : null,
      wishes.rateLimit,
      wishes.maxConcurrency,
      wishes.fifo,
    ],
  )
  if (wishes.previousSecret !== undefined) {
    await pool.query(
      `update webhook_endpoint set previous_secret = $2,
         previous_secret_until = now() + interval '1 hour' where id = $1`,
      [id, seal(key, `webhook_endpoint:${id}`, wishes.previousSecret)],
    )
  }
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

type DeliveryRow = {
  readonly id: string
  readonly endpoint_id: string
  readonly event: string
  readonly state: string
  readonly trigger: string
  readonly attempts: number
  readonly last_status: number | null
  readonly last_error: string | null
}

/** Every delivery there is, oldest first. */
export async function deliveriesOf(app: TestApp): Promise<DeliveryRow[]> {
  const { rows } = await app.db.pool.query<DeliveryRow>(
    `select id, endpoint_id, event, state, trigger, attempts, last_status, last_error
     from webhook_delivery order by id`,
  )
  return rows
}

type AttemptRow = {
  readonly number: number
  readonly trigger: string
  readonly request_headers: string
  readonly response_status: number | null
  readonly response_body: Buffer | null
  readonly error: string | null
  readonly error_message: string | null
}

/** Every attempt there is, in order. */
export async function attemptsOf(app: TestApp): Promise<AttemptRow[]> {
  const { rows } = await app.db.pool.query<AttemptRow>(
    `select number, trigger, request_headers, response_status, response_body, error, error_message
     from webhook_attempt order by delivery_id, number`,
  )
  return rows
}
