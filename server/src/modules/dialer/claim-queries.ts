import type { Database, Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from '../campaigns/index.ts'

const dueStatement = statement(
  'due_campaigns',
  `select l.workspace_id as "workspaceId", l.campaign_id as "campaignId",
     c.agent_id as "agentId", c.phone_number_id as "phoneNumberId"
   from (
     select workspace_id, campaign_id, due_at from campaign_lane
     where due_at <= $1 and due_at < 'infinity' order by due_at limit $2
   ) l
   join campaign c on c.workspace_id = l.workspace_id and c.id = l.campaign_id
   order by l.due_at`,
)

export type DueLane = LaneKey & {
  readonly agentId: string | null
  readonly phoneNumberId: string | null
}

/** Campaigns in which there may be something to do. */
export function selectDueLanes(db: Database, now: Date, limit: number): Promise<DueLane[]> {
  return db.runIndexed<DueLane>(dueStatement, [now, limit])
}

const inUseStatement = statement(
  'lines_in_use',
  `select coalesce(sum(active), 0)::int as n from campaign_lane
   where workspace_id = $1`,
)

/** Calls of the workspace's campaigns under way. */
export async function countInUse(tx: Executor, workspaceId: string): Promise<number> {
  const [row] = await tx.run<{ n: number }>(inUseStatement, [workspaceId])
  return row?.n ?? 0
}

const zoneStatement = statement(
  'zones_of_campaign',
  `select zones from campaign_zone where workspace_id = $1 and campaign_id = $2 and zones <> ''`,
)

export async function selectZones(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
): Promise<string[]> {
  const rows = await tx.run<{ zones: string }>(zoneStatement, [workspaceId, campaignId])
  return rows.map(({ zones }) => zones)
}

export type CandidateRow = {
  readonly recipientId: string
  readonly number: string
  readonly name: string | null
  /** JSON. */
  readonly variables: string
  readonly leftMessage: boolean
  readonly isListed: boolean
  readonly hasConsent: boolean
  readonly isBusy: boolean
  readonly recentCalls: number
  readonly oldestCall: string | null
}

// `oldest`: of as many calls as may be made in a day, counted back from now.
const candidateStatement = statement(
  'campaign_candidates',
  `select r.id as "recipientId", r.number, r.name, r.variables, r.left_message as "leftMessage",
     exists (select from do_not_call d where d.workspace_id = $1 and d.number = r.number
         and d.campaign_id is null)
       or exists (select from do_not_call d where d.workspace_id = $1 and d.number = r.number
         and d.campaign_id = $2) as "isListed",
     exists (select from calling_consent c where c.workspace_id = $1 and c.number = r.number
       and c.revoked_at is null) as "hasConsent",
     coalesce(a.busy, false) as "isBusy", coalesce(a.recent, 0) as "recentCalls",
     iso(a.oldest) as "oldestCall"
   from unnest($3::text[]) as z(zones)
   cross join lateral (
     select id, number, name, variables, left_message from campaign_recipient r
     where r.workspace_id = $1 and r.campaign_id = $2 and r.zones = z.zones
       and r.status = 'PENDING' and r.due_at <= $4
     order by r.due_at, r.id limit $5 for update skip locked
   ) r
   left join lateral (
     select count(*)::int as recent, bool_or(state <> 'ended') as busy,
       (array_agg(starts_at order by starts_at desc))[$6::int] as oldest
     from campaign_attempt
     where workspace_id = $1 and number = r.number
       and starts_at > $4::timestamptz - interval '1 day' and outcome is distinct from 'not_placed'
   ) a on true
   limit $5`,
)

/** People who wait, at these places, with all that could speak against a call. */
export function selectCandidates(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  wanted: {
    readonly zones: readonly string[]
    readonly now: Date
    readonly limit: number
    readonly dailyCap: number
  },
): Promise<CandidateRow[]> {
  const { zones, now, limit, dailyCap } = wanted
  const values = [workspaceId, campaignId, zones, now, limit, dailyCap]
  return tx.run<CandidateRow>(candidateStatement, values)
}

export type ClaimRow =
  | {
      readonly id: string
      readonly kind: 'call'
      readonly callId: string
      readonly startsAt: Date
      readonly checkAt: Date
    }
  | { readonly id: string; readonly kind: 'skip'; readonly reason: string }
  | { readonly id: string; readonly kind: 'wait'; readonly until: Date }

const writeStatement = statement(
  'write_campaign_claims',
  `with given as (
     select * from json_to_recordset($3::json) as g(id uuid, kind text, "callId" uuid,
       "startsAt" timestamptz, "checkAt" timestamptz, reason text, until timestamptz)
   ), changed as (
     update campaign_recipient r set
       status = case g.kind when 'call' then 'QUEUED' when 'skip' then 'SKIPPED' else r.status end,
       attempts = r.attempts + case g.kind when 'call' then 1 else 0 end,
       call_id = coalesce(g."callId", r.call_id), skip_reason = g.reason,
       due_at = coalesce(g.until, r.due_at), latest_action_at = $4,
       completed_at = case g.kind when 'skip' then $4::timestamptz end
     from given g where r.workspace_id = $1 and r.id = g.id
     returning r.id, r.number, g.kind, g."callId", g."startsAt", g."checkAt"
   )
   insert into campaign_attempt (workspace_id, id, campaign_id, recipient_id, phone_number_id, number,
     state, starts_at, check_at)
   select $1, "callId", $2, id, $5, number, 'placing', "startsAt", "checkAt"
   from changed where kind = 'call'`,
)

export async function writeClaims(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  rows: readonly ClaimRow[],
  { at, phoneNumberId }: { readonly at: Date; readonly phoneNumberId: string },
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(writeStatement, [workspaceId, campaignId, JSON.stringify(rows), at, phoneNumberId])
}

const takeStatement = statement(
  'take_campaign_lines',
  `update campaign_lane set active = active + $3, next_start_at = $4,
     due_at = coalesce($5::timestamptz, 'infinity')
   where workspace_id = $1 and campaign_id = $2`,
)

export async function takeLines(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  taken: {
    readonly calls: number
    readonly nextStartAt: Date
    /** Null: never, unless something happens. */
    readonly dueAt: Date | null
  },
): Promise<void> {
  const { calls, nextStartAt, dueAt } = taken
  await tx.run(takeStatement, [workspaceId, campaignId, calls, nextStartAt, dueAt])
}

const waitingStatement = statement(
  'first_waiting_of_campaign',
  `select z.zones, iso(r.due_at) as "dueAt" from campaign_zone z
   cross join lateral (
     select due_at from campaign_recipient r
     where r.workspace_id = $1 and r.campaign_id = $2 and r.zones = z.zones
       and r.status = 'PENDING'
     order by r.due_at, r.id limit 1
   ) r
   where z.workspace_id = $1 and z.campaign_id = $2`,
)

/** At each place, when the first who waits may be called again. */
export function selectFirstWaiting(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
): Promise<{ zones: string; dueAt: string }[]> {
  return tx.run(waitingStatement, [workspaceId, campaignId])
}

const closeStatement = statement(
  'skip_closed_zone',
  `update campaign_recipient set status = 'SKIPPED', skip_reason = 'never_open', completed_at = $4,
     latest_action_at = $4
   where workspace_id = $1 and campaign_id = $2 and zones = $3 and status = 'PENDING' returning 1`,
)

/** All who wait at a place whose hours never come; answers how many. */
export async function skipZone(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  zones: string,
  at: Date,
): Promise<number> {
  return (await tx.run(closeStatement, [workspaceId, campaignId, zones, at])).length
}
