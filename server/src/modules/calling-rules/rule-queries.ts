import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type RuleRow = {
  readonly days: readonly number[]
  readonly startMinute: number
  readonly endMinute: number
  readonly dailyCap: number
  readonly needsConsent: boolean
  readonly maxConcurrency: number
  readonly callsPerSecond: number | null
  readonly nextStartAt: string
  readonly followUpAgentId: string | null
  readonly followUpPhoneNumberId: string | null
  readonly updatedAt: string | null
}

const columns = `days, start_minute as "startMinute", end_minute as "endMinute",
  daily_cap as "dailyCap", needs_consent as "needsConsent", max_concurrency as "maxConcurrency",
  calls_per_second as "callsPerSecond", iso(next_start_at) as "nextStartAt",
  follow_up_agent_id as "followUpAgentId", follow_up_phone_number_id as "followUpPhoneNumberId",
  iso(updated_at) as "updatedAt"`

const making = statement(
  'make_calling_rules',
  'insert into calling_rules (workspace_id) values ($1) on conflict (workspace_id) do nothing',
)
const finding = statement(
  'calling_rules',
  `select ${columns} from calling_rules where workspace_id = $1`,
)
const locking = statement(
  'lock_calling_rules',
  `select ${columns} from calling_rules where workspace_id = $1 for update`,
)

/** The rules of a workspace, which begins with the usual ones. */
export async function findRules(db: Executor, workspaceId: string): Promise<RuleRow> {
  return (await firstOf(db, finding, workspaceId)) ?? (await makeRules(db, finding, workspaceId))
}

/** The same, held until the transaction ends: one process of the workspace at a time decides whom to call. */
export async function lockRules(tx: Executor, workspaceId: string): Promise<RuleRow> {
  return (await firstOf(tx, locking, workspaceId)) ?? (await makeRules(tx, locking, workspaceId))
}

async function firstOf(db: Executor, query: typeof finding, workspaceId: string) {
  const [row] = await db.run<RuleRow>(query, [workspaceId])
  return row
}

async function makeRules(db: Executor, query: typeof finding, workspaceId: string) {
  await db.run(making, [workspaceId])
  const row = await firstOf(db, query, workspaceId)
  if (!row) throw new Error('The workspace has no calling rules.')
  return row
}

const updating = statement(
  'update_calling_rules',
  `update calling_rules set days = $2, start_minute = $3, end_minute = $4, daily_cap = $5,
     needs_consent = $6, max_concurrency = $7, calls_per_second = $8, follow_up_agent_id = $9,
     follow_up_phone_number_id = $10, updated_at = $11
   where workspace_id = $1`,
)

export async function updateRules(
  tx: Executor,
  workspaceId: string,
  row: Omit<RuleRow, 'nextStartAt'>,
): Promise<void> {
  await tx.run(updating, [
    workspaceId,
    row.days,
    row.startMinute,
    row.endMinute,
    row.dailyCap,
    row.needsConsent,
    row.maxConcurrency,
    row.callsPerSecond,
    row.followUpAgentId,
    row.followUpPhoneNumberId,
    row.updatedAt,
  ])
}

const pacing = statement(
  'pace_calls_of_workspace',
  'update calling_rules set next_start_at = $2 where workspace_id = $1',
)

export async function updatePace(tx: Executor, workspaceId: string, at: Date): Promise<void> {
  await tx.run(pacing, [workspaceId, at])
}
