import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const findStatement = statement(
  'find_agent_endpoint',
  'select id from webhook_endpoint where workspace_id = $1 and agent_key = $2',
)

export async function findAgentEndpoint(
  tx: Runner,
  workspaceId: string,
  key: Buffer,
): Promise<string | undefined> {
  const [row] = await tx.run<{ id: string }>(findStatement, [workspaceId, key])
  return row?.id
}

export type NewAgentEndpoint = {
  readonly workspaceId: string
  readonly id: string
  readonly key: Buffer
  readonly url: string
  readonly events: readonly string[]
  /** JSON. */
  readonly filters: string
  /** Encrypted. */
  readonly secret: string
  /** Encrypted JSON. */
  readonly headers: string | null
  readonly schedule: readonly number[]
  readonly maxAge: number
  readonly payloadVersion: string
  /** No more than so many of a workspace. */
  readonly atMost: number
}

const insertStatement = statement(
  'insert_agent_endpoint',
  `with made as (
     insert into webhook_endpoint (workspace_id, id, kind, agent_key, url, events, filters, secret,
       headers, retry_schedule, max_age, max_concurrency, payload_version)
     select $1, $2, 'agent', $3, $4, $5, $6, $7, $8, $9, $10, 32, $11
     where (select count(*) from webhook_endpoint where workspace_id = $1 and kind = 'agent') < $12
     on conflict (workspace_id, agent_key) where agent_key is not null do nothing
     returning workspace_id, id)
   insert into webhook_lane (workspace_id, endpoint_id) select workspace_id, id from made
   returning endpoint_id as id`,
)

/** Undefined when somebody else made it just now, or there are too many. */
export async function insertAgentEndpoint(
  tx: Runner,
  made: NewAgentEndpoint,
): Promise<string | undefined> {
  const [row] = await tx.run<{ id: string }>(insertStatement, [
    made.workspaceId,
    made.id,
    made.key,
    made.url,
    made.events,
    made.filters,
    made.secret,
    made.headers,
    made.schedule,
    made.maxAge,
    made.payloadVersion,
    made.atMost,
  ])
  return row?.id
}
