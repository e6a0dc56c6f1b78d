import type { Recipient, RecipientAttempt } from '@parley/contract'
import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from './lane-queries.ts'

export type NewRecipient = {
  readonly id: string
  readonly number: string
  /** What there is once in the campaign. */
  readonly key: string
  readonly name: string | null
  readonly isPlain: boolean
  /** JSON. */
  readonly variables: string
  readonly zones: string
  readonly status: 'PENDING' | 'SKIPPED'
  readonly skipReason: string | null
  /** RFC 3339; null: as soon as the hours allow. */
  readonly dueAt: string | null
}

const insertion = statement(
  'insert_campaign_recipients',
  `insert into campaign_recipient (workspace_id, campaign_id, id, number, key, name, is_plain,
     variables, zones, status, skip_reason, due_at, latest_action_at, created_at, completed_at)
   select $1, $2, id, number, key, name, "isPlain", variables, zones, status, "skipReason",
     coalesce("dueAt", 'epoch'), $4, $4, case when status = 'SKIPPED' then $4::timestamptz end
   from json_to_recordset($3::json) as g(id uuid, number text, key text, name text, "isPlain" bool,
     variables text, zones text, status text, "skipReason" text, "dueAt" timestamptz)
   on conflict (workspace_id, campaign_id, key) do nothing
   returning status, skip_reason as "skipReason"`,
)
const zoneInsertion = statement(
  'insert_campaign_zones',
  `insert into campaign_zone (workspace_id, campaign_id, zones)
   select $1, $2, * from unnest($3::text[]) on conflict do nothing`,
)

export type Inserted = { readonly status: string; readonly skipReason: string | null }

/** Answers those that were not in the campaign yet. */
export async function insertRecipients(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  rows: readonly NewRecipient[],
  at: Date,
): Promise<Inserted[]> {
  const zones = [...new Set(rows.map((row) => row.zones))].sort()
  await tx.run(zoneInsertion, [workspaceId, campaignId, zones])
  return tx.run<Inserted>(insertion, [workspaceId, campaignId, JSON.stringify(rows), at])
}

const shown = `r.id, r.campaign_id as "campaignId", r.number as "phoneNumber", r.name,
  r.is_plain as "ignoreE164Validation", r.variables, r.zones, r.status,
  iso(r.latest_action_at) as "latestActionTimestamp", r.attempts, c.max_attempts as "maxAttempts",
  case when r.status = 'PENDING' and r.due_at > 'epoch' then iso(r.due_at) end as "nextRetryAt",
  r.call_id as "jobId", r.outcomes[cardinality(r.outcomes)] as "lastOutcome",
  r.skip_reason as "skipReason", r.last_error as "lastError", iso(r.completed_at) as "completedAt",
  iso(r.created_at) as "createdAt", iso(r.latest_action_at) as "updatedAt"`
const from = `from campaign_recipient r
  join campaign c on c.workspace_id = r.workspace_id and c.id = r.campaign_id`

type Row = Omit<Recipient, 'dynamicVariables' | 'timezones'> & {
  readonly variables: string
  readonly zones: string
}

export type RecipientFilter = LaneKey & {
  readonly search: string | null
  readonly statuses: readonly string[] | null
  readonly after: string | null
  readonly limit: number
  readonly offset: number
}

const matching = `r.workspace_id = $1 and r.campaign_id = $2
  and ($3::text is null or strpos(r.number, $3) > 0 or strpos(lower(r.name), lower($3)) > 0)
  and ($4::text[] is null or r.status = any ($4))`
const listing = statement(
  'list_campaign_recipients',
  `select ${shown} ${from} where ${matching} and ($5::uuid is null or r.id > $5)
   order by r.id limit $6 offset $7`,
)
const counting = statement(
  'count_campaign_recipients',
  `select count(*) as n from campaign_recipient r where ${matching}`,
)

export async function selectRecipients(
  db: Database,
  filter: RecipientFilter,
): Promise<Recipient[]> {
  const { workspaceId, campaignId, search, statuses, after, limit, offset } = filter
  const values = [workspaceId, campaignId, search, statuses, after, limit, offset]
  return (await db.runPlanned<Row>(listing, values)).map(toRecipient)
}

export async function countRecipients(db: Database, filter: RecipientFilter): Promise<number> {
  const { workspaceId, campaignId, search, statuses } = filter
  const values = [workspaceId, campaignId, search, statuses]
  const [row] = await db.runPlanned<{ n: number }>(counting, values)
  return row?.n ?? 0
}

const one = statement(
  'campaign_recipient',
  `select ${shown} ${from} where r.workspace_id = $1 and r.campaign_id = $2 and r.id = $3`,
)

export async function findRecipient(
  db: Database,
  { workspaceId, campaignId }: LaneKey,
  id: string,
): Promise<Recipient | undefined> {
  const [row] = await db.run<Row>(one, [workspaceId, campaignId, id])
  return row && toRecipient(row)
}

// Calls are found by their number, of which there is an index anyway.
const calls = statement(
  'calls_of_campaign_recipient',
  `select id, state, iso(starts_at) as "startsAt", iso(answered_at) as "answeredAt",
     iso(ended_at) as "endedAt", outcome, cause
   from campaign_attempt
   where workspace_id = $1 and number = $2 and recipient_id = $3
   order by starts_at desc, id desc limit $4`,
)

export function selectCalls(
  db: Database,
  workspaceId: string,
  { phoneNumber, id }: Pick<Recipient, 'phoneNumber' | 'id'>,
  limit: number,
): Promise<RecipientAttempt[]> {
  return db.run<RecipientAttempt>(calls, [workspaceId, phoneNumber, id, limit])
}

// A status within bounds instead of equal to one: only the index by status has that order. The planner took
// the primary key otherwise, and read a million people for each status that nobody has: 6 s.
const grouping = statement(
  'group_campaign_recipients',
  `select ${shown} from unnest($3::text[]) as g(status)
   cross join lateral (
     select * from campaign_recipient where workspace_id = $1 and campaign_id = $2
       and status >= g.status and status <= g.status order by status, id limit $4) r
   join campaign c on c.workspace_id = r.workspace_id and c.id = r.campaign_id`,
)

/** The first of each status. */
export async function selectByStatus(
  db: Database,
  { workspaceId, campaignId }: LaneKey,
  { statuses, limit }: { readonly statuses: readonly string[]; readonly limit: number },
): Promise<Recipient[]> {
  const rows = await db.runPlanned<Row>(grouping, [workspaceId, campaignId, statuses, limit])
  return rows.map(toRecipient)
}

function toRecipient({ variables, zones, ...row }: Row): Recipient {
  return {
    ...row,
    dynamicVariables: JSON.parse(variables) as Record<string, unknown>,
    timezones: zones === '' ? [] : zones.split('&'),
  }
}

const cancellation = statement(
  'cancel_campaign_recipients',
  `update campaign_recipient r set status = 'CANCELLED', completed_at = $3, latest_action_at = $3
   from (select id from campaign_recipient
     where workspace_id = $1 and campaign_id = $2 and status = 'PENDING' limit $4) waiting
   where r.workspace_id = $1 and r.id = waiting.id and r.status = 'PENDING' returning 1`,
)

/** Answers how many waited for a call, up to the limit. */
export async function cancelWaiting(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  { at, limit }: { readonly at: Date; readonly limit: number },
): Promise<number> {
  return (await tx.run(cancellation, [workspaceId, campaignId, at, limit])).length
}

// Whoever cannot be reached at the number, or does not want to be, is left alone.
const revival = statement(
  'revive_campaign_recipients',
  `update campaign_recipient r set status = 'PENDING', due_at = 'epoch', attempts = 0,
     outcomes = array(select o from unnest(r.outcomes) o where o = 'declined'), skip_reason = null, completed_at = null, latest_action_at = $3
   from (select id, status, skip_reason from campaign_recipient
     where workspace_id = $1 and campaign_id = $2
       and (status = 'FAILED' or (status = 'SKIPPED' and skip_reason in ('never_open', 'no_consent')))
       and (completed_at is null or completed_at <= $3) and not (outcomes && '{invalid,blocked}')
       and not ('declined' = outcomes[cardinality(outcomes)]
         and cardinality(array_positions(outcomes, 'declined')) > 1)
     limit $4 for update) former
   where r.workspace_id = $1 and r.id = former.id
   returning former.status, former.skip_reason as "skipReason"`,
)

/** Has some of those called again who were not reached until then; answers where they stood. */
export function reviveFailed(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  { at, limit }: { readonly at: Date; readonly limit: number },
): Promise<Inserted[]> {
  return tx.run<Inserted>(revival, [workspaceId, campaignId, at, limit])
}
