import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type AgentAddress = {
  readonly workspaceId: string
  readonly id: string
  readonly url: string
  /** Encrypted JSON; null for none. */
  readonly headers: string | null
  readonly now: Date
}

const insertion = statement(
  'insert_agent_webhook',
  `insert into webhook_endpoint (workspace_id, id, kind, url, description, events, filters, secret,
     retry_schedule, max_age, headers, max_concurrency, payload_version, created_by, created_at, updated_at)
   values ($1, $2, 'agent', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $14)`,
)
const laneInsertion = statement(
  'insert_agent_webhook_lane',
  'insert into webhook_lane (workspace_id, endpoint_id) values ($1, $2)',
)

export async function insertAddress(
  tx: Runner,
  address: AgentAddress & {
    readonly description: string
    readonly events: readonly string[]
    /** JSON. */
    readonly filters: string
    /** Encrypted. */
    readonly secret: string
    readonly schedule: readonly number[]
    readonly maxAgeS: number
    readonly maxConcurrency: number
    readonly payloadVersion: string
    readonly createdBy: string
  },
): Promise<void> {
  await tx.run(insertion, [
    address.workspaceId,
    address.id,
    address.url,
    address.description,
    address.events,
    address.filters,
    address.secret,
    address.schedule,
    address.maxAgeS,
    address.headers,
    address.maxConcurrency,
    address.payloadVersion,
    address.createdBy,
    address.now,
  ])
  await tx.run(laneInsertion, [address.workspaceId, address.id])
}

const search = statement(
  'find_agent_webhook',
  `select url, headers, is_active as "isActive" from webhook_endpoint
   where workspace_id = $1 and id = $2 and kind = 'agent'`,
)

export async function findAddress(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<{ url: string; headers: string | null; isActive: boolean } | undefined> {
  const [row] = await db.run<{ url: string; headers: string | null; isActive: boolean }>(search, [
    workspaceId,
    id,
  ])
  return row
}

const update = statement(
  'update_agent_webhook',
  `update webhook_endpoint set url = $3, headers = $4, is_active = true, updated_at = $5
   where workspace_id = $1 and id = $2 and kind = 'agent'`,
)

/** Also switches it on again, should it be off. */
export async function updateAddress(tx: Runner, address: AgentAddress): Promise<void> {
  const { workspaceId, id, url, headers, now } = address
  await tx.run(update, [workspaceId, id, url, headers, now])
}

const switchingOff = statement(
  'silence_agent_webhook',
  `update webhook_endpoint set is_active = false, updated_at = $3
   where workspace_id = $1 and id = $2 and kind = 'agent' and is_active`,
)

export async function silenceAddress(
  tx: Runner,
  {
    workspaceId,
    id,
    now,
  }: { readonly workspaceId: string; readonly id: string; readonly now: Date },
): Promise<void> {
  await tx.run(switchingOff, [workspaceId, id, now])
}
