import type { DoNotCall } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type NewEntry = {
  readonly id: string
  readonly number: string
}

export type EntryOrigin = {
  readonly workspaceId: string
  readonly campaignId: string | null
  readonly source: DoNotCall['source']
  readonly note: string | null
  readonly callId: string | null
  readonly createdBy: string | null
  readonly at: Date
}

const insertion = statement(
  'insert_do_not_call',
  `insert into do_not_call (workspace_id, id, number, campaign_id, source, note, call_id, created_by,
     created_at)
   select $1, id, number, $4, $5, $6, $7, $8, $9 from unnest($2::uuid[], $3::text[]) as g(id, number)
   on conflict do nothing returning id, number`,
)

/** Answers those that were not listed before. */
export function insertEntries(
  tx: Executor,
  entries: readonly NewEntry[],
  origin: EntryOrigin,
): Promise<NewEntry[]> {
  return tx.run<NewEntry>(insertion, [
    origin.workspaceId,
    entries.map(({ id }) => id),
    entries.map(({ number }) => number),
    origin.campaignId,
    origin.source,
    origin.note,
    origin.callId,
    origin.createdBy,
    origin.at,
  ])
}

const deletion = statement(
  'delete_do_not_call',
  'delete from do_not_call where workspace_id = $1 and id = $2 returning id',
)

export async function deleteEntry(tx: Executor, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deletion, [workspaceId, id])).length > 0
}

const blocking = statement(
  'is_number_blocked',
  `select 1 from do_not_call
   where workspace_id = $1 and number = $2 and campaign_id is null limit 1`,
)

/** Whether the workspace calls this number at all; in E.164. */
export async function isBlocked(
  db: Pick<Executor, 'run'>,
  { workspaceId, number }: { readonly workspaceId: string; readonly number: string },
): Promise<boolean> {
  return (await db.run(blocking, [workspaceId, number])).length > 0
}

/** `scope`: of one campaign, of none, or of all. */
export type EntryFilter = {
  readonly workspaceId: string
  readonly search: string | null
  readonly scope: 'any' | 'workspace' | 'campaign'
  readonly campaignId: string | null
  readonly limit: number
  readonly offset: number
}

const matching = `workspace_id = $1 and ($2::text is null or starts_with(number, $2))
  and ($3 = 'any' or ($3 = 'workspace' and campaign_id is null)
    or ($3 = 'campaign' and campaign_id = $4))`
const listing = statement(
  'list_do_not_call',
  `select id, number as "phoneNumber", campaign_id as "campaignId", source, note,
     call_id as "callId", created_by as "createdBy", iso(created_at) as "createdAt"
   from do_not_call where ${matching} order by id desc limit $5 offset $6`,
)
const counting = statement(
  'count_do_not_call',
  `select count(*) as total, count(*) filter (where ${matching}) as filtered
   from do_not_call where workspace_id = $1`,
)

export async function selectEntries(
  db: Database,
  filter: EntryFilter,
): Promise<{ total: number; filtered: number; entries: DoNotCall[] }> {
  const { workspaceId, search, scope, campaignId, limit, offset } = filter
  const values = [workspaceId, search, scope, campaignId]
  const [entries, [counts]] = await Promise.all([
    db.runPlanned<DoNotCall>(listing, [...values, limit, offset]),
    db.runPlanned<{ total: number; filtered: number }>(counting, values),
  ])
  return { total: counts?.total ?? 0, filtered: counts?.filtered ?? 0, entries }
}

const campaignOf = statement(
  'campaign_for_do_not_call',
  'select 1 from campaign where workspace_id = $1 and id = $2',
)

export async function hasCampaign(
  db: Executor,
  workspaceId: string,
  campaignId: string,
): Promise<boolean> {
  return (await db.run(campaignOf, [workspaceId, campaignId])).length > 0
}
