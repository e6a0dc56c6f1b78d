import type { Executor } from '../../platform/db/database.ts'
import { preferIndexesSql } from '../../platform/db/session.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Change } from './change-rules.ts'

type Runner = Pick<Executor, 'run'>

/** One day of one person. */
export type Place = { readonly ownerId: string; readonly day: string }

const noteStatement = statement(
  'note_report_changes',
  `insert into report_change (workspace_id, conversation_id, task_id, owner_id, day, moment)
   select distinct "workspaceId", "conversationId", "taskId", "ownerId", day, moment
   from json_to_recordset($1::json) as t ("workspaceId" uuid, "conversationId" uuid, "taskId" uuid,
     "ownerId" uuid, day date, moment timestamptz)
   where exists (select from workspace w where w.id = "workspaceId")`,
)

export async function insertChanges(tx: Runner, changes: readonly Change[]): Promise<void> {
  if (changes.length > 0) await tx.run(noteStatement, [JSON.stringify(changes)])
}

/** When a conversation counts as held. */
export const momentOf = (alias: string): string =>
  `coalesce(${alias}.started_at, ${alias}.called_at, ${alias}.created_at)`

const lockStatement = statement(
  'lock_reports',
  `select pg_advisory_xact_lock(hashtextextended('reports ' || $1::text, 0))`,
)

const preferStatement = statement('prefer_indexes_for_reports', preferIndexesSql)

/**
 * For the rest of a transaction that counts: the planner does not know how few places a list names, and
 * would read all conversations for one day of one person.
 */
export async function preferIndexes(tx: Runner): Promise<void> {
  await tx.run(preferStatement, [])
}

/** One at a time counts a workspace: else a slower one could write over what a later one read. */
export async function lockReports(tx: Runner, workspaceId: string): Promise<void> {
  await tx.run(lockStatement, [workspaceId])
}

const zoneStatement = statement(
  'find_report_zone',
  `select time_zone as "timeZone", ($2::timestamptz at time zone time_zone)::date as today
   from workspace where id = $1`,
)
export type Zone = { readonly timeZone: string; readonly today: string }

export async function findZone(
  db: Runner,
  workspaceId: string,
  now: Date,
): Promise<Zone | undefined> {
  const [row] = await db.run<Zone>(zoneStatement, [workspaceId, now])
  return row
}

// A conversation moves follow-ups beside itself: its own, and those it keeps of the same contact.
const takeStatement = statement(
  'take_report_changes',
  `with taken as (
     delete from report_change r where r.workspace_id = $1 and r.id in (
       select id from report_change where workspace_id = $1 order by id limit $3)
     returning id, conversation_id, task_id, owner_id, day, moment),
   about as (
     select t.change, c.id, c.owner_id, c.contact_id, c.next_follow_up, ${momentOf('c')} as at
     from (select conversation_id, min(id::text) as change from taken where conversation_id is not null
       group by conversation_id) t
     join conversation c on c.workspace_id = $1 and c.id = t.conversation_id),
   places as (
     select id::text as change, owner_id, day from taken
     union all select id::text, owner_id, (moment at time zone $2)::date from taken
       where moment is not null
     union all select change, owner_id, (at at time zone $2)::date from about
     union all select change, owner_id, next_follow_up from about
     union all select a.change, a.owner_id, e.follow_up_date from about a
       join evaluation e on e.workspace_id = $1 and e.conversation_id = a.id and e.is_current
     union all select t.id::text, r.owner_id, unnest(array[r.day, r.follow_up_on]) from taken t
       join report_conversation r on r.workspace_id = $1 and r.conversation_id = t.conversation_id
     union all select a.change, c.owner_id, coalesce(e.follow_up_date, c.next_follow_up)
       from about a
       join conversation c on c.workspace_id = $1 and c.contact_id = a.contact_id
       left join evaluation e on e.workspace_id = $1 and e.conversation_id = c.id and e.is_current
       where coalesce(e.follow_up_date, c.next_follow_up) >= (a.at at time zone $2)::date
     union all select t.change, c.owner_id, coalesce(e.follow_up_date, c.next_follow_up)
       from (select task_id, min(id::text) as change from taken where task_id is not null
         group by task_id) t
       join lateral (
         select id from conversation where workspace_id = $1 and follow_up_task_id = t.task_id
         union select conversation_id from evaluation_effect
         where workspace_id = $1 and record_id = t.task_id and kind = 'task') f on true
       join conversation c on c.workspace_id = $1 and c.id = f.id
       left join evaluation e on e.workspace_id = $1 and e.conversation_id = c.id and e.is_current)
   select owner_id as "ownerId", day from places
   where day is not null and owner_id is not null
   group by owner_id, day order by min(change)`,
)

/** Takes changes off the list; answers which days of whom they touch, those that wait longest first. */
export function takeChanges(
  tx: Runner,
  { workspaceId, timeZone, limit }: { workspaceId: string; timeZone: string; limit: number },
): Promise<Place[]> {
  return tx.run<Place>(takeStatement, [workspaceId, timeZone, limit])
}

const putBackStatement = statement(
  'put_back_report_changes',
  `insert into report_change (workspace_id, owner_id, day)
   select $1, "ownerId", day from json_to_recordset($2::json) as p ("ownerId" uuid, day date)`,
)

/** Puts days that were not counted back on the list, behind what came meanwhile. */
export async function putBack(
  tx: Runner,
  workspaceId: string,
  places: readonly Place[],
): Promise<void> {
  if (places.length > 0) await tx.run(putBackStatement, [workspaceId, JSON.stringify(places)])
}

const hasChangesStatement = statement(
  'has_report_changes',
  'select exists (select from report_change where workspace_id = $1) as yes',
)

export async function hasChanges(db: Runner, workspaceId: string): Promise<boolean> {
  const [row] = await db.run<{ yes: boolean }>(hasChangesStatement, [workspaceId])
  return row?.yes === true
}

const markStatement = statement(
  'mark_all_report_days',
  `insert into report_change (workspace_id, owner_id, day)
   select $1, p.owner_id, p.day from (
     select owner_id, (${momentOf('c')} at time zone $2)::date as day from conversation c
       where workspace_id = $1 and deleted_at is null
     union select c.owner_id, coalesce(e.follow_up_date, c.next_follow_up) from conversation c
       left join evaluation e
         on e.workspace_id = $1 and e.conversation_id = c.id and e.is_current
       where c.workspace_id = $1 and c.deleted_at is null
     union select owner_id, (closed_at at time zone $2)::date from deal
       where workspace_id = $1 and deleted_at is null
     union select assignee_id, due_date from task where workspace_id = $1 and deleted_at is null
     union select assignee_id, (completed_at at time zone $2)::date from task
       where workspace_id = $1 and deleted_at is null
     union select owner_id, date from activity where workspace_id = $1 and deleted_at is null
     union select owner_id, day from report_day where workspace_id = $1
   ) p
   where p.day is not null and ($3::date is null or (p.day >= $3 and p.day <= $4))
   order by p.owner_id, p.day`,
)

/** Puts every day with something in it on the list: all, or those from `since` until `today`. */
export async function markAll(
  tx: Runner,
  { workspaceId, timeZone, since, today }: Zone & { workspaceId: string; since: string | null },
): Promise<void> {
  await tx.run(markStatement, [workspaceId, timeZone, since, today])
}

const workspacesStatement = statement('list_workspaces_for_reports', 'select id from workspace')

export async function selectWorkspaceIds(db: Runner): Promise<string[]> {
  const rows = await db.run<{ id: string }>(workspacesStatement, [])
  return rows.map(({ id }) => id)
}
