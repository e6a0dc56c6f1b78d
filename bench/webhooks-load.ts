import type pg from 'pg'
import { v7 } from 'uuid'
import { seal } from '../server/src/platform/crypto/seal.ts'
import { newWebhookSecret } from '../server/src/platform/crypto/standard-webhooks.ts'
import { throughDeadlocks } from '../server/src/platform/db/deadlock.ts'
import { relayChannel } from '../server/src/platform/events/announcer.ts'

/** Bytes of an event's data, about. */
const payloadBytes = 1_024

export type EndpointsWish = {
  readonly workspaceId: string
  readonly key: string
  readonly urls: readonly string[]
}

/** Endpoints as the API makes them, that want everything. */
export async function makeEndpoints(
  client: pg.Client,
  { workspaceId, key, urls }: EndpointsWish,
): Promise<void> {
  await throughDeadlocks(() =>
    client.query('delete from webhook_endpoint where workspace_id = $1', [workspaceId]),
  )
  for (const url of urls) {
    const id = v7()
    const secret = seal(key, `webhook_endpoint:${id}`, newWebhookSecret())
    await client.query(
      `with made as (
         insert into webhook_endpoint (workspace_id, id, url, events, secret, retry_schedule,
           max_age, max_concurrency, payload_version)
         values ($1, $2, $3, '{*}', $4, '{5,300,1800}', 388800, 32, '2026-11-01')
         returning workspace_id, id)
       insert into webhook_lane (workspace_id, endpoint_id) select workspace_id, id from made`,
      [workspaceId, id, url, secret],
    )
  }
}

/** Commits `count` events in one transaction and tells the relay. Their data has `n` from `first` on. */
export async function commitEvents(
  client: pg.Client,
  workspaceId: string,
  { first, count }: { readonly first: number; readonly count: number },
): Promise<void> {
  await client.query('begin')
  await client.query(
    `insert into event (workspace_id, id, name, subject_type, subject_id, payload)
     select $1, uuidv7(), 'contact.updated', 'contact', uuidv7(),
       '{"n":' || n || ',"filler":"' || repeat('x', ${payloadBytes}) || '"}'
     from generate_series($2::int, $2::int + $3::int - 1) n`,
    [workspaceId, first, count],
  )
  await client.query(`select pg_notify('${relayChannel}', '')`)
  await client.query('commit')
}
