import type { PhoneProvider } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type NumberRow = {
  readonly id: string
  /** E.164. */
  readonly number: string
  readonly label: string
  readonly provider: PhoneProvider
  readonly agent_id: string | null
  readonly agent_name: string | null
  /** Encrypted JSON. */
  readonly credentials: string | null
  /** JSON. */
  readonly sip_outbound: string | null
  /** JSON. */
  readonly sip_inbound: string | null
  readonly created_by: string | null
  readonly created_at: string
  readonly updated_at: string
}

const columns = `n.id, n.number, n.label, n.provider, n.agent_id, a.name as agent_name,
    n.credentials, n.sip_outbound, n.sip_inbound, n.created_by, iso(n.created_at) as created_at,
    iso(n.updated_at) as updated_at
  from phone_number n
  left join agent a on a.workspace_id = n.workspace_id and a.id = n.agent_id`

const shown = `select ${columns} where n.workspace_id = $1`

const page = statement(
  'list_phone_numbers',
  `${shown} and ($2::uuid is null or n.agent_id = $2) and ($3::text is null or n.provider = $3)
     and ($4::text is null or lower(n.label) like $4 or n.number like $4)
   order by n.created_at desc, n.id desc limit $5 offset $6`,
)

export function listNumbers(
  db: Runner,
  filter: {
    readonly workspaceId: string
    readonly agentId: string | null
    readonly provider: PhoneProvider | null
    /** Of LIKE, in lower case. */
    readonly pattern: string | null
  },
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<NumberRow[]> {
  const { workspaceId, agentId, provider, pattern } = filter
  return db.run<NumberRow>(page, [workspaceId, agentId, provider, pattern, limit, offset])
}

const ofAgents = statement(
  'list_numbers_of_agents',
  `select n.agent_id as "agentId", n.provider as type, n.id, n.number, n.label
   from unnest($2::uuid[]) a(id) cross join lateral (
     select * from phone_number n where n.workspace_id = $1 and n.agent_id = a.id
     order by n.created_at, n.id limit 100) n
   order by n.created_at, n.id`,
)

export type NumberOfAgent = {
  readonly agentId: string
  readonly type: PhoneProvider
  readonly id: string
  readonly number: string
  readonly label: string
}

/** The oldest first. */
export function listOfAgents(
  db: Runner,
  workspaceId: string,
  agentIds: readonly string[],
): Promise<NumberOfAgent[]> {
  return db.run<NumberOfAgent>(ofAgents, [workspaceId, agentIds])
}

const byProvider = statement(
  'count_numbers_by_provider',
  `select provider as carrier, count(*)::int as count from phone_number where workspace_id = $1
   group by provider order by provider`,
)

export function countByProvider(
  db: Runner,
  workspaceId: string,
): Promise<{ carrier: string; count: number }[]> {
  return db.run(byProvider, [workspaceId])
}

const newest = statement(
  'list_numbers_of_carriers',
  `${shown} order by (n.provider = 'SIMULATED'), n.created_at desc, n.id desc limit 500`,
)

/** The newest numbers, those of real carriers first. */
export function listOfEachProvider(db: Runner, workspaceId: string): Promise<NumberRow[]> {
  return db.run<NumberRow>(newest, [workspaceId])
}

const one = statement('phone_number', `${shown} and (n.id = $2 or n.number = $3)`)
const allOfSip = statement(
  'list_sip_numbers',
  `select n.workspace_id, ${columns} where n.provider = 'SIP' order by n.number limit $1`,
)

/** Of every workspace: who calls over SIP does not say which one is meant. */
export function listSipNumbers(
  db: Runner,
  limit: number,
): Promise<(NumberRow & { readonly workspace_id: string })[]> {
  return db.run<NumberRow & { readonly workspace_id: string }>(allOfSip, [limit])
}

const locked = statement(
  'lock_phone_number',
  `${shown} and (n.id = $2 or n.number = $3)
  for update of n`,
)

/** By its id or as it is dialled. */
export type Named = { readonly id?: string | undefined; readonly number?: string | undefined }

const namedValues = (workspaceId: string, { id, number }: Named) => [
  workspaceId,
  id ?? null,
  id === undefined ? (number ?? null) : null,
]

export async function findNumber(
  db: Runner,
  workspaceId: string,
  named: Named,
): Promise<NumberRow | undefined> {
  const [row] = await db.run<NumberRow>(one, namedValues(workspaceId, named))
  return row
}

export async function lockNumber(
  tx: Runner,
  workspaceId: string,
  named: Named,
): Promise<NumberRow | undefined> {
  const [row] = await tx.run<NumberRow>(locked, namedValues(workspaceId, named))
  return row
}

const counting = statement(
  'count_phone_numbers',
  'select count(*)::int as count from phone_number where workspace_id = $1',
)

export async function countNumbers(db: Runner, workspaceId: string): Promise<number> {
  const [row] = await db.run<{ count: number }>(counting, [workspaceId])
  return row?.count ?? 0
}

const insertion = statement(
  'insert_phone_number',
  `insert into phone_number (workspace_id, id, number, label, provider, credentials, sip_outbound,
     sip_inbound, created_by, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
   on conflict (workspace_id, number) do nothing returning id`,
)

/** False when the workspace has it already. */
export async function insertNumber(
  tx: Runner,
  number: Pick<
    NumberRow,
    'id' | 'number' | 'label' | 'provider' | 'credentials' | 'sip_outbound' | 'sip_inbound'
  > & {
    readonly workspaceId: string
    readonly createdBy: string
    readonly now: Date
  },
): Promise<boolean> {
  const { workspaceId, id, label, provider, createdBy, now } = number
  const secrets = [number.credentials, number.sip_outbound, number.sip_inbound]
  const values = [workspaceId, id, number.number, label, provider, ...secrets, createdBy, now]
  return (await tx.run(insertion, values)).length > 0
}

const assigning = statement(
  'assign_phone_number',
  'update phone_number set agent_id = $3, updated_at = $4 where workspace_id = $1 and id = $2',
)

/** Null: belongs to nobody. */
export async function setAgent(
  tx: Runner,
  assignment: {
    readonly workspaceId: string
    readonly id: string
    readonly agentId: string | null
    readonly now: Date
  },
): Promise<void> {
  const { workspaceId, id, agentId, now } = assignment
  await tx.run(assigning, [workspaceId, id, agentId, now])
}

const releasing = statement(
  'release_phone_numbers',
  `update phone_number set agent_id = null, updated_at = $3
   where workspace_id = $1 and agent_id = $2`,
)

export async function releaseAll(
  tx: Runner,
  { workspaceId, agentId, now }: { workspaceId: string; agentId: string; now: Date },
): Promise<void> {
  await tx.run(releasing, [workspaceId, agentId, now])
}

const removal = statement(
  'delete_phone_number',
  'delete from phone_number where workspace_id = $1 and id = $2',
)

export async function deleteNumber(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(removal, [workspaceId, id])
}
