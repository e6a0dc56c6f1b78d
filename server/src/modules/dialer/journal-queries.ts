import type { CallOutcome } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from '../campaigns/index.ts'

// Of a campaign that was cancelled at this moment, the call is looked at, and hung up, at once.
const placing = statement(
  'note_placed_calls',
  `update campaign_attempt a set state = 'placed', carrier_call_id = g.carrier,
     check_at = case when c.status = 'CANCELLED' then '-infinity' else g.check_at end
   from unnest($2::uuid[], $3::text[], $4::timestamptz[]) as g(id, carrier, check_at), campaign c
   where a.workspace_id = $1 and a.id = g.id and a.state = 'placing'
     and c.workspace_id = a.workspace_id and c.id = a.campaign_id`,
)

export type PlacedNote = {
  readonly callId: string
  readonly carrierCallId: string
  readonly checkAt: Date
}

export async function notePlaced(
  tx: Executor,
  workspaceId: string,
  notes: readonly PlacedNote[],
): Promise<void> {
  if (notes.length === 0) return
  await tx.run(placing, [
    workspaceId,
    notes.map(({ callId }) => callId),
    notes.map(({ carrierCallId }) => carrierCallId),
    notes.map(({ checkAt }) => checkAt),
  ])
}

const answering = statement(
  'note_answered_calls',
  `with given as (
     select * from unnest($3::uuid[], $4::text[], $5::timestamptz[]) as g(id, carrier, check_at)
   ), answered as (
     update campaign_attempt a set state = 'answered', answered_at = $6, check_at = g.check_at,
       carrier_call_id = coalesce(a.carrier_call_id, g.carrier)
     from given g
     where a.workspace_id = $1 and a.id = g.id and a.state in ('placing', 'placed')
     returning a.recipient_id
   )
   update campaign_recipient r set status = 'IN_PROGRESS', latest_action_at = $6 from answered
   where r.workspace_id = $1 and r.campaign_id = $2 and r.id = answered.recipient_id
     and r.status = 'QUEUED'
   returning 1`,
)

/** Answers how many people went from being called to talking. */
export async function noteAnswered(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  notes: readonly PlacedNote[],
  at: Date,
): Promise<number> {
  if (notes.length === 0) return 0
  const rows = await tx.run(answering, [
    workspaceId,
    campaignId,
    notes.map(({ callId }) => callId),
    notes.map(({ carrierCallId }) => carrierCallId),
    notes.map(({ checkAt }) => checkAt),
    at,
  ])
  return rows.length
}

const ending = statement(
  'end_campaign_calls',
  `update campaign_attempt a set state = 'ended', ended_at = $5, outcome = g.outcome, cause = g.cause
   from unnest($2::uuid[], $3::text[], $4::text[]) as g(id, outcome, cause)
   where a.workspace_id = $1 and a.id = g.id and a.state <> 'ended'
   returning a.id as "callId"`,
)

export type EndNote = {
  readonly callId: string
  readonly outcome: CallOutcome | 'not_placed'
  readonly cause: string | null
}

/** Answers those that had not ended before: each ends once. */
export async function endAttempts(
  tx: Executor,
  workspaceId: string,
  notes: readonly EndNote[],
  at: Date,
): Promise<ReadonlySet<string>> {
  const rows = await tx.run<{ callId: string }>(ending, [
    workspaceId,
    notes.map(({ callId }) => callId),
    notes.map(({ outcome }) => outcome),
    notes.map(({ cause }) => cause),
    at,
  ])
  return new Set(rows.map(({ callId }) => callId))
}

const recipientRows = statement(
  'recipients_of_ended_calls',
  `select id, status, outcomes, left_message as "leftMessage" from campaign_recipient
   where workspace_id = $1 and campaign_id = $2 and id = any ($3::uuid[]) order by id for update`,
)

export type CalledRow = {
  readonly id: string
  readonly status: string
  readonly outcomes: readonly CallOutcome[]
  readonly leftMessage: boolean
}

export function lockRecipients(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  ids: readonly string[],
): Promise<CalledRow[]> {
  return tx.run<CalledRow>(recipientRows, [workspaceId, campaignId, ids])
}

export type RecipientUpdate = {
  readonly id: string
  readonly status: string
  /** Added to what the calls before came to; null for a call that was not placed. */
  readonly outcome: CallOutcome | null
  readonly dueAt: Date | null
  readonly leftMessage: boolean
  readonly lastError: string | null
}

const updating = statement(
  'update_called_recipients',
  `update campaign_recipient r set status = g.status,
     outcomes = case when g.outcome is null then r.outcomes else array_append(r.outcomes, g.outcome) end,
     attempts = r.attempts - case when g.outcome is null then 1 else 0 end,
     due_at = coalesce(g."dueAt", r.due_at), left_message = r.left_message or g."leftMessage",
     last_error = g."lastError", latest_action_at = $3,
     completed_at = case when g.status in ('PENDING', 'QUEUED', 'IN_PROGRESS') then null
       else $3::timestamptz end
   from json_to_recordset($2::json) as g(id uuid, status text, outcome text, "dueAt" timestamptz,
     "leftMessage" bool, "lastError" text)
   where r.workspace_id = $1 and r.id = g.id`,
)

export async function updateRecipients(
  tx: Executor,
  workspaceId: string,
  rows: readonly RecipientUpdate[],
  at: Date,
): Promise<void> {
  if (rows.length === 0) return
  await tx.run(updating, [workspaceId, JSON.stringify(rows), at])
}

const freeing = statement(
  'free_campaign_lines',
  `update campaign_lane set active = greatest(0, active - $3), breaker = $4,
     due_at = case when $6 then 'infinity' else least(due_at, $5) end
   where workspace_id = $1 and campaign_id = $2`,
)

export async function freeLinesOf(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  freed: {
    readonly calls: number
    /** JSON. */
    readonly breaker: string | null
    readonly dueAt: Date
    /** Nothing is due in a campaign that does not run. */
    readonly isStill: boolean
  },
): Promise<void> {
  const { calls, breaker, dueAt, isStill } = freed
  await tx.run(freeing, [workspaceId, campaignId, calls, breaker, dueAt, isStill])
}
