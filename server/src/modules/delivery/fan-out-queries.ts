import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** What the fan-out has to know of an endpoint. */
export type Subscription = {
  readonly workspaceId: string
  readonly id: string
  readonly kind: 'workspace' | 'agent'
  readonly events: readonly string[]
  /** JSON. */
  readonly filters: string
  readonly fifo: boolean
  readonly isPaused: boolean
}

const rosterStatement = statement(
  'find_webhook_rosters',
  `select workspace_id as "workspaceId", version from webhook_roster
   where workspace_id = any($1::uuid[])`,
)

/** Of the workspaces that have, or had, endpoints: a number that grows with every change of one. */
export function selectRosters(
  tx: Executor,
  workspaceIds: readonly string[],
): Promise<{ workspaceId: string; version: number }[]> {
  return tx.run(rosterStatement, [workspaceIds])
}

const subscriptionsStatement = statement(
  'list_webhook_subscriptions',
  `select workspace_id as "workspaceId", id, kind, events, filters, fifo,
     paused_at is not null as "isPaused"
   from webhook_endpoint where workspace_id = $1 and is_active`,
)

export function selectSubscriptions(tx: Executor, workspaceId: string): Promise<Subscription[]> {
  return tx.run<Subscription>(subscriptionsStatement, [workspaceId])
}

export type LaneNote = {
  readonly workspaceId: string
  readonly endpointId: string
  /** Numbers to reserve for an endpoint in order. */
  readonly numbers: number
  readonly isPaused: boolean
}

// Locked in one order everywhere, so that no two transactions wait for each other.
const noteStatement = statement(
  'note_webhook_lanes',
  `with given as (
     select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::bool[])
       as g(workspace_id, endpoint_id, numbers, is_paused)
   ), locked as materialized (
     select l.workspace_id, l.endpoint_id from webhook_lane l
     join given g on g.workspace_id = l.workspace_id and g.endpoint_id = l.endpoint_id
     order by l.workspace_id, l.endpoint_id for update of l
   )
   update webhook_lane l set generation = l.generation + 1, sequence = l.sequence + g.numbers,
     next_due_at = case when g.is_paused then l.next_due_at
       else least(l.next_due_at, greatest(now(), coalesce(l.parked_until, '-infinity'))) end
   from given g join locked k on k.workspace_id = g.workspace_id and k.endpoint_id = g.endpoint_id
   where l.workspace_id = g.workspace_id and l.endpoint_id = g.endpoint_id
   returning l.endpoint_id as "endpointId", l.sequence - g.numbers as before`,
)

/** Something is about to be added to these lanes; answers the last number each had given out. */
export async function noteLanes(
  tx: Executor,
  lanes: readonly LaneNote[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.run<{ endpointId: string; before: number }>(noteStatement, [
    lanes.map(({ workspaceId }) => workspaceId),
    lanes.map(({ endpointId }) => endpointId),
    lanes.map(({ numbers }) => numbers),
    lanes.map(({ isPaused }) => isPaused),
  ])
  return new Map(rows.map(({ endpointId, before }) => [endpointId, before]))
}

const waitingStatement = statement(
  'list_waiting_subjects',
  `select d.endpoint_id as "endpointId", d.subject_id as "subjectId"
   from (select distinct * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as g(workspace_id, endpoint_id, subject_id)) g
   cross join lateral (
     select endpoint_id, subject_id from webhook_delivery d
     where d.workspace_id = g.workspace_id and d.endpoint_id = g.endpoint_id
       and d.subject_id = g.subject_id and d.state = 'pending' and d.sequence is not null
     limit 1
   ) d`,
)

export type Subject = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly subjectId: string
}

/** Of these subjects, those with an event that is not through yet. Call after {@link noteLanes}. */
export function selectWaitingSubjects(
  tx: Executor,
  subjects: readonly Subject[],
): Promise<{ endpointId: string; subjectId: string }[]> {
  return tx.run(waitingStatement, [
    subjects.map(({ workspaceId }) => workspaceId),
    subjects.map(({ endpointId }) => endpointId),
    subjects.map(({ subjectId }) => subjectId),
  ])
}

export type NewMessage = {
  readonly workspaceId: string
  readonly id: string
  readonly event: string
  readonly subjectType: string
  readonly subjectId: string
  readonly timestamp: string
  readonly body: string
}

const messagesStatement = statement(
  'insert_webhook_messages',
  `insert into webhook_message
     (workspace_id, id, event, subject_type, subject_id, occurred_at, body)
   select workspace_id, id, event, subject_type, subject_id, occurred_at, convert_to(body, 'UTF8')
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::timestamptz[], $7::text[])
     as g(workspace_id, id, event, subject_type, subject_id, occurred_at, body)
   on conflict do nothing`,
)

export async function insertMessages(tx: Executor, messages: readonly NewMessage[]): Promise<void> {
  await tx.run(messagesStatement, [
    messages.map(({ workspaceId }) => workspaceId),
    messages.map(({ id }) => id),
    messages.map(({ event }) => event),
    messages.map(({ subjectType }) => subjectType),
    messages.map(({ subjectId }) => subjectId),
    messages.map(({ timestamp }) => timestamp),
    messages.map(({ body }) => body),
  ])
}

export type NewDelivery = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly id: string
  readonly messageId: string
  readonly event: string
  readonly subjectId: string
  readonly trigger: 'event' | 'test' | 'replay'
  readonly sequence: number | null
  /** Where it is not the message's. */
  readonly body: string | null
  /** Behind an earlier event of its subject. */
  readonly isHeld: boolean
}

const deliveriesStatement = statement(
  'insert_webhook_deliveries',
  `insert into webhook_delivery (workspace_id, endpoint_id, id, message_id, event, subject_id,
     trigger, state, next_attempt_at, sequence, body, created_at)
   select workspace_id, endpoint_id, id, message_id, event, subject_id, trigger, 'pending',
     case when is_held then 'infinity'::timestamptz else now() end, sequence,
     convert_to(body, 'UTF8'), now()
   from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[],
       $8::bigint[], $9::text[], $10::bool[])
     as g(workspace_id, endpoint_id, id, message_id, event, subject_id, trigger, sequence, body, is_held)
   on conflict do nothing
   returning id`,
)

/** Answers how many were new: an endpoint gets an event once. */
export async function insertDeliveries(
  tx: Executor,
  deliveries: readonly NewDelivery[],
): Promise<number> {
  const rows = await tx.run(deliveriesStatement, [
    deliveries.map(({ workspaceId }) => workspaceId),
    deliveries.map(({ endpointId }) => endpointId),
    deliveries.map(({ id }) => id),
    deliveries.map(({ messageId }) => messageId),
    deliveries.map(({ event }) => event),
    deliveries.map(({ subjectId }) => subjectId),
    deliveries.map(({ trigger }) => trigger),
    deliveries.map(({ sequence }) => sequence),
    deliveries.map(({ body }) => body),
    deliveries.map(({ isHeld }) => isHeld),
  ])
  return rows.length
}

/** PostgreSQL channel on which senders are told, on commit, that there is something to send. */
export const deliveryChannel = 'parley_delivery'

const notifyStatement = statement('notify_delivery', `select pg_notify('${deliveryChannel}', '')`)

export async function notifySenders(tx: Executor): Promise<void> {
  await tx.run(notifyStatement, [])
}
