import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** An agent with one of its versions. */
export type AgentRow = {
  readonly id: string
  /** The newest version's number. */
  readonly newest: number
  /** What was published; null: the newest is live. */
  readonly live_version: number | null
  readonly live_since: string | null
  readonly live_by: string | null
  readonly webhook_endpoint_id: string | null
  readonly created_at: string
  readonly updated_at: string
  readonly version_id: string
  readonly number: number
  /** AgentDefinition, JSON. */
  readonly definition: string
  /** Encrypted JSON. */
  readonly secrets: string | null
}

const columns = `a.id, a.version as newest, a.live_version, iso(a.live_since) as live_since, a.live_by,
  a.webhook_endpoint_id, iso(a.created_at) as created_at, iso(a.updated_at) as updated_at,
  v.id as version_id, v.number, v.definition, v.secrets`

const withVersion = (number: string) => `select ${columns} from agent a
  join agent_version v on v.workspace_id = a.workspace_id and v.agent_id = a.id and v.number = ${number}`

const thisOne = 'where a.workspace_id = $1 and a.id = $2 and a.deleted_at is null'

const newest = statement('find_agent', `${withVersion('a.version')} ${thisOne}`)
const live = statement(
  'find_live_agent',
  `${withVersion('coalesce(a.live_version, a.version)')} ${thisOne}`,
)

/** With its newest version. */
export async function findNewest(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<AgentRow | undefined> {
  const [row] = await db.run<AgentRow>(newest, [workspaceId, id])
  return row
}

/** With the version that calls use. */
export async function findLive(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<AgentRow | undefined> {
  const [row] = await db.run<AgentRow>(live, [workspaceId, id])
  return row
}

const numbered = statement('find_agent_as_of', `${withVersion('$3')} ${thisOne}`)
const identified = statement(
  'find_agent_as_of_id',
  `select ${columns} from agent a
   join agent_version v on v.workspace_id = a.workspace_id and v.agent_id = a.id and v.id = $3
   ${thisOne}`,
)

/** With the version of this number or id. */
export async function findAsOf(
  db: Runner,
  workspaceId: string,
  { id, version }: { readonly id: string; readonly version: string },
): Promise<AgentRow | undefined> {
  const isNumber = /^\d+$/.test(version)
  const [row] = await db.run<AgentRow>(isNumber ? numbered : identified, [workspaceId, id, version])
  return row
}

const locked = statement(
  'lock_agent',
  'select id from agent where workspace_id = $1 and id = $2 and deleted_at is null for update',
)

/** Held until the end of the transaction, with its newest version. */
export async function lockAgent(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<AgentRow | undefined> {
  await tx.run(locked, [workspaceId, id])
  return findNewest(tx, workspaceId, id)
}

const existing = statement(
  'find_existing_agents',
  'select id from agent where workspace_id = $1 and id::text = any($2::text[]) and deleted_at is null',
)

/** Of these ids, which may be anything, those of agents that are there. */
export async function selectExisting(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db.run<{ id: string }>(existing, [workspaceId, ids])
  return rows.map(({ id }) => id)
}

export type AgentValues = {
  readonly workspaceId: string
  readonly id: string
  readonly name: string
  readonly type: string
  readonly language: string
  readonly version: number
  readonly userId: string
  readonly now: Date
}

const insertion = statement(
  'insert_agent',
  `insert into agent (workspace_id, id, name, type, language, version, created_by, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8)`,
)
const promotion = statement(
  'update_agent',
  `update agent set name = $3, type = $4, language = $5, version = $6, updated_at = $7
   where workspace_id = $1 and id = $2`,
)

export async function insertAgent(tx: Runner, agent: AgentValues): Promise<void> {
  const { workspaceId, id, name, type, language, version, userId, now } = agent
  await tx.run(insertion, [workspaceId, id, name, type, language, version, userId, now])
}

/** Makes a version the newest. */
export async function updateAgent(tx: Runner, agent: AgentValues): Promise<void> {
  const { workspaceId, id, name, type, language, version, now } = agent
  await tx.run(promotion, [workspaceId, id, name, type, language, version, now])
}

const liveUpdate = statement(
  'publish_agent',
  `update agent set live_version = $3, live_since = $4, live_by = $5, updated_at = $6
   where workspace_id = $1 and id = $2`,
)

/** Null: live follows every save. */
export async function setLive(
  tx: Runner,
  agent: { readonly workspaceId: string; readonly id: string; readonly now: Date },
  published: { readonly version: number; readonly by: string } | null,
): Promise<void> {
  const { workspaceId, id, now } = agent
  const { version = null, by = null } = published ?? {}
  await tx.run(liveUpdate, [workspaceId, id, version, published && now, by, now])
}

const addressUpdate = statement(
  'set_agent_webhook',
  'update agent set webhook_endpoint_id = $3 where workspace_id = $1 and id = $2',
)

export async function setWebhook(
  tx: Runner,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  endpointId: string,
): Promise<void> {
  await tx.run(addressUpdate, [workspaceId, id, endpointId])
}

const deletion = statement(
  'delete_agent',
  `update agent set deleted_at = $3, updated_at = $3
   where workspace_id = $1 and id = $2 and deleted_at is null`,
)

export async function markDeleted(
  tx: Runner,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  now: Date,
): Promise<void> {
  await tx.run(deletion, [workspaceId, id, now])
}

const zone = statement('find_workspace_zone', 'select time_zone from workspace where id = $1')

/** IANA name. */
export async function findTimeZone(db: Runner, workspaceId: string): Promise<string> {
  const [row] = await db.run<{ time_zone: string }>(zone, [workspaceId])
  return row?.time_zone ?? 'UTC'
}
