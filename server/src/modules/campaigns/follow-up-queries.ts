import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from './lane-queries.ts'

const standing = statement(
  'campaigns_of_follow_ups',
  `select c.workspace_id as "workspaceId", c.id as "campaignId", w.time_zone as "timeZone"
   from campaign c join workspace w on w.id = c.workspace_id
   where c.workspace_id = any ($1::uuid[]) and c.kind = 'follow_ups' and c.status = 'RUNNING'
   order by c.workspace_id`,
)

export type Standing = LaneKey & { readonly timeZone: string }

/** Of those workspaces that have follow-ups called. */
export function selectStanding(tx: Executor, workspaceIds: readonly string[]): Promise<Standing[]> {
  return tx.run<Standing>(standing, [workspaceIds])
}

const one = statement(
  'campaign_of_follow_ups',
  `select id from campaign where workspace_id = $1 and kind = 'follow_ups'`,
)

export async function findStandingId(
  tx: Executor,
  workspaceId: string,
): Promise<string | undefined> {
  const [row] = await tx.run<{ id: string }>(one, [workspaceId])
  return row?.id
}

const assignment = statement(
  'assign_follow_ups',
  `update campaign set agent_id = $3, phone_number_id = $4, updated_at = $5
   where workspace_id = $1 and id = $2`,
)

export async function assignFollowUps(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  parties: { readonly agentId: string; readonly phoneNumberId: string; readonly at: Date },
): Promise<void> {
  const { agentId, phoneNumberId, at } = parties
  await tx.run(assignment, [workspaceId, campaignId, agentId, phoneNumberId, at])
}

const cancellation = statement(
  'cancel_follow_ups',
  `update campaign_recipient set status = 'CANCELLED', completed_at = $5, latest_action_at = $5
   where workspace_id = $1 and campaign_id = $2 and key >= $3::text || ' ' and key < $3::text || '!'
     and key is distinct from $4 and status = 'PENDING'
   returning 1`,
)

/** Those of one captured call that wait, but for one. Answers how many. */
export async function cancelFollowUps(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  which: { readonly callId: string; readonly except: string | null; readonly at: Date },
): Promise<number> {
  const { callId, except, at } = which
  return (await tx.run(cancellation, [workspaceId, campaignId, callId, except, at])).length
}

export type FollowUpRow = {
  readonly id: string
  readonly key: string
  readonly number: string
  readonly name: string | null
  /** JSON. */
  readonly variables: string
  readonly zones: string
  readonly status: 'PENDING' | 'SKIPPED'
  readonly skipReason: string | null
  readonly dueAt: Date
}

const insertion = statement(
  'insert_follow_up',
  `with former as (
     select status from campaign_recipient where workspace_id = $1 and campaign_id = $2 and key = $4)
   insert into campaign_recipient (workspace_id, campaign_id, id, key, number, name, variables, zones,
     status, skip_reason, due_at, latest_action_at, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12)
   on conflict (workspace_id, campaign_id, key) do update
     set status = 'PENDING', completed_at = null, latest_action_at = $12
     where campaign_recipient.status = 'CANCELLED'
   returning (select status from former) as former, status`,
)

/** Undefined: it is there already. `former` is CANCELLED for one that was called off before. */
export async function insertFollowUp(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  row: FollowUpRow,
  at: Date,
): Promise<{ former: string | null; status: string } | undefined> {
  const [made] = await tx.run<{ former: string | null; status: string }>(insertion, [
    workspaceId,
    campaignId,
    row.id,
    row.key,
    row.number,
    row.name,
    row.variables,
    row.zones,
    row.status,
    row.skipReason,
    row.dueAt,
    at,
  ])
  return made
}

const zoneInsertion = statement(
  'insert_follow_up_zone',
  `insert into campaign_zone (workspace_id, campaign_id, zones) values ($1, $2, $3)
   on conflict do nothing`,
)

export async function insertZone(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  zones: string,
): Promise<void> {
  await tx.run(zoneInsertion, [workspaceId, campaignId, zones])
}

const callOfTask = statement(
  'call_of_follow_up_task',
  'select id from conversation where workspace_id = $1 and follow_up_task_id = $2',
)

export async function selectCallsOfTask(
  tx: Executor,
  workspaceId: string,
  taskId: string,
): Promise<string[]> {
  const rows = await tx.run<{ id: string }>(callOfTask, [workspaceId, taskId])
  return rows.map(({ id }) => id)
}

// Whom somebody added by hand has a key of another kind.
const askedBy = statement(
  'open_tasks_of_follow_ups',
  `select r.key, c.id as "callId", c.next_follow_up as date, c.next_follow_up_time as time,
     t.id as "taskId", t.owner_id as "ownerId"
   from campaign_recipient r
   join conversation c on c.workspace_id = r.workspace_id
     and c.id = case when r.key ~ '^[0-9a-f-]{36} ' then left(r.key, 36)::uuid end
   join task t on t.workspace_id = c.workspace_id and t.id = c.follow_up_task_id
     and t.deleted_at is null and t.status in ('pending', 'in_progress')
   where r.workspace_id = $1 and r.campaign_id = $2 and r.id = any ($3::uuid[])
   order by t.id`,
)

type AskedBy = {
  readonly key: string
  /** The captured call, and the day and hour it asks for now. */
  readonly callId: string
  readonly date: string | null
  readonly time: string | null
  readonly taskId: string
  readonly ownerId: string
}

/** The open tasks by which these follow-ups were asked for. */
export function selectOpenTasks(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  recipientIds: readonly string[],
): Promise<AskedBy[]> {
  return tx.run<AskedBy>(askedBy, [workspaceId, campaignId, recipientIds])
}
