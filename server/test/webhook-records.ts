import type { TestApp } from './test-app.ts'

/** A public address by number: nobody has to look up its name. */
export const publicUrl = 'https://93.184.215.14/hook'

/** A webhook of the owner, or of whoever has the key. */
export async function makeWebhook(
  app: TestApp,
  wanted: { readonly key?: string; readonly body?: Record<string, unknown> } = {},
) {
  const body = { url: publicUrl, events: ['*'], ...wanted.body }
  const reply = await app.call('POST', '/functions/v1/webhooks', {
    ...(wanted.key && { key: wanted.key }),
    body,
  })
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body))
  return reply.body.data as { id: string; secret: string }
}

/** A delivery that failed once, with its attempt, as the sender writes them. */
export async function insertDelivery(
  app: TestApp,
  delivery: {
    readonly workspaceId: string
    readonly webhookId: string
    readonly event?: string
    readonly subjectId?: string
    readonly state?: 'pending' | 'succeeded' | 'failed'
    readonly createdAt?: string
  },
): Promise<{ id: string; messageId: string; subjectId: string }> {
  const { newId } = app.context
  const { workspaceId, webhookId, event = 'deal.stage_changed', state = 'failed' } = delivery
  const { subjectId = newId(), createdAt = new Date().toISOString() } = delivery
  const [id, messageId] = [newId(), newId()]
  const body = JSON.stringify({ event, timestamp: createdAt, data: { ä: 1 }, id: messageId })
  await app.db.pool.query(
    `insert into webhook_message (workspace_id, id, event, subject_type, subject_id, occurred_at, body)
     values ($1, $2, $3, 'deal', $4, $5, $6)`,
    [workspaceId, messageId, event, subjectId, createdAt, Buffer.from(body)],
  )
  await app.db.pool.query(
    `insert into webhook_delivery (workspace_id, endpoint_id, id, message_id, event, subject_id,
       trigger, state, attempts, last_status, last_error, created_at, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, 'event', $7, 1, 503, 'status', $8,
       case when $7 = 'pending' then 'infinity'::timestamptz end)`,
    [workspaceId, webhookId, id, messageId, event, subjectId, state, createdAt],
  )
  await app.db.pool.query(
    `insert into webhook_attempt (workspace_id, endpoint_id, delivery_id, number, trigger, started_at,
       duration_ms, dns_ms, connect_ms, tls_ms, first_byte_ms, request_headers, response_status,
       response_headers, response_body, response_cut, error, error_message)
     values ($1, $2, $3, 1, 'schedule', $4, 12.5, 1, 2, 3, 4, '{"webhook-id":"x"}', 503,
       '{"server":"nginx"}', 'Busy', true, 'status', 'The answer was 503.')`,
    [workspaceId, webhookId, id, createdAt],
  )
  return { id, messageId, subjectId }
}
