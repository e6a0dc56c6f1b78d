import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { followUpKept } from '../conversations/index.ts'
import { momentOf, type Place } from './change-queries.ts'
import type { CountedConversation } from './count-rules.ts'

type Runner = Pick<Executor, 'run'>

/** Which days of whom, and as of when. */
export type Wanted = {
  readonly workspaceId: string
  readonly timeZone: string
  readonly today: string
  readonly now: Date
  readonly places: readonly Place[]
}

const places = `json_to_recordset($2::json) as p ("ownerId" uuid, day date)`
const startOf = (day: string) => `((${day})::timestamp at time zone $3)`
/**
 * Has what one place needs looked up for each place: the planner takes any list of places for a hundred,
 * and would rather read all conversations of the workspace.
 */
const eachPlace = 'offset 0'
const shownPlace = `p."ownerId", p.day`

const openStatement = statement(
  'open_conversations_of_days',
  `declare conversations_of_days no scroll cursor for
   select ${shownPlace}, c.id, c.kind, coalesce(e.follow_up_date, c.next_follow_up) as "followUpOn",
     extract(isodow from ${momentOf('c')} at time zone $3)::int as weekday,
     extract(hour from ${momentOf('c')} at time zone $3)::int as hour,
     e.id is not null as evaluated, e.score, e.outcome, e.has_next_step as "hasNextStep",
     e.scorecard_id as "scorecardId", e.content::json ->> 'talk_type' as "talkType",
     (select bool_or((s ->> 'share_of_time')::float8 > 0)
       from json_array_elements(e.content::json -> 'stages') s where s ->> 'key' = 'pitch')
       as "pitchStage",
     (select json_agg(json_build_array(o ->> 'type', (o ->> 'handled')::boolean))
       from json_array_elements(e.content::json -> 'objections') o) as objections,
     (select json_agg(json_build_array(k ->> 'key', (k ->> 'score')::float8))
       from json_array_elements(e.content::json -> 'criteria') k
       where (k ->> 'applies')::boolean and k ->> 'score' is not null) as criteria,
     m.talk_seconds as "talkSeconds", m.rep_share as "repShare",
     m.longest_monologue_seconds as "monologueSeconds", m.patience_seconds as "patienceSeconds",
     m.question_count as questions, m.duration_seconds as "durationSeconds"
   from ${places}
   cross join lateral (
     select * from conversation c where c.workspace_id = $1 and c.owner_id = p."ownerId"
       and c.deleted_at is null and ${momentOf('c')} >= ${startOf('p.day')}
       and ${momentOf('c')} < ${startOf('p.day + 1')} and ${momentOf('c')} <= $4 ${eachPlace}) c
   left join evaluation e on e.workspace_id = $1 and e.conversation_id = c.id and e.is_current
     and e.content is not null
   left join conversation_metrics m on m.workspace_id = $1 and m.conversation_id = c.id
   order by p."ownerId", p.day`,
)

/** Rows read at once: reading a whole busy day would hold up requests for a tenth of a second. */
const pageRows = 500
const fetchStatement = statement(
  'fetch_conversations_of_days',
  `fetch ${pageRows} from conversations_of_days`,
)
const closeStatement = statement('close_conversations_of_days', 'close conversations_of_days')

export type SourceConversation = CountedConversation & {
  readonly id: string
  readonly ownerId: string
  readonly followUpOn: string | null
}

const valuesOf = ({ workspaceId, places: wanted, timeZone }: Wanted) => [
  workspaceId,
  JSON.stringify(wanted),
  timeZone,
]

/** The conversations of these places, some places at a time and each place whole. */
export async function* conversationsByPlace(
  tx: Runner,
  wanted: Wanted,
): AsyncGenerator<SourceConversation[]> {
  await tx.run(openStatement, [...valuesOf(wanted), wanted.now])
  let held: SourceConversation[] = []
  let page: SourceConversation[]
  do {
    page = await tx.run<SourceConversation>(fetchStatement, [])
    held = [...held, ...page]
    const whole = page.length < pageRows ? held.length : startOfLastPlace(held)
    if (whole > 0) yield held.slice(0, whole)
    held = held.slice(whole)
  } while (page.length === pageRows)
  await tx.run(closeStatement, [])
}

function startOfLastPlace(rows: readonly SourceConversation[]): number {
  const last = rows.at(-1)
  return rows.findLastIndex((row) => row.ownerId !== last?.ownerId || row.day !== last.day) + 1
}

const kept = followUpKept({ at: 'c.at', until: startOf('p.day + 1'), now: '$4', momentOf })

/** Counts of a place that the database makes. */
export type Counted = Place & { readonly counted: string }

const followUpsStatement = statement(
  'count_follow_ups_of_days',
  `select ${shownPlace}, json_build_object(
     'follow_up.due', count(*) filter (where f.kept or p.day < $5::date),
     'follow_up.kept', count(*) filter (where f.kept)) as counted
   from ${places}
   join lateral (
     select c.id, c.contact_id, c.follow_up_task_id, ${momentOf('c')} as at from evaluation e
     join conversation c on c.workspace_id = $1 and c.id = e.conversation_id
     where e.workspace_id = $1 and e.is_current and e.follow_up_date = p.day
       and c.owner_id = p."ownerId" and c.deleted_at is null and ${momentOf('c')} <= $4
     union all
     select c.id, c.contact_id, c.follow_up_task_id, ${momentOf('c')} from conversation c
     where c.workspace_id = $1 and c.next_follow_up = p.day and c.owner_id = p."ownerId"
       and c.deleted_at is null and ${momentOf('c')} <= $4
       and not exists (select from evaluation e where e.workspace_id = $1
         and e.conversation_id = c.id and e.is_current and e.follow_up_date is not null)
     ${eachPlace}
   ) c on true
   cross join lateral (
     select ${kept} as kept
   ) f
   group by p."ownerId", p.day`,
)

const dealsStatement = statement(
  'count_deals_of_days',
  `select ${shownPlace}, json_build_object(
     'deals.won', count(*) filter (where d.status = 'won'),
     'deals.lost', count(*) filter (where d.status = 'lost'),
     'deals.won_value', coalesce(sum(d.value) filter (where d.status = 'won'), 0)) as counted
   from ${places}
   cross join lateral (
     select d.status, d.value from deal d where d.workspace_id = $1 and d.owner_id = p."ownerId"
       and d.deleted_at is null and d.status <> 'open' and d.closed_at >= ${startOf('p.day')}
       and d.closed_at < ${startOf('p.day + 1')} ${eachPlace}) d
   group by p."ownerId", p.day`,
)

const tasksStatement = statement(
  'count_tasks_of_days',
  `select ${shownPlace}, json_build_object(
     'tasks.completed', (select count(*) from task t where t.workspace_id = $1
       and t.assignee_id = p."ownerId" and t.deleted_at is null and t.status = 'completed'
       and t.completed_at >= ${startOf('p.day')} and t.completed_at < ${startOf('p.day + 1')}),
     'tasks.due', d.due, 'tasks.on_time', d.on_time) as counted
   from ${places}
   cross join lateral (
     select count(*) filter (where i.on_time or p.day < $4::date) as due,
       count(*) filter (where i.on_time) as on_time
     from (
       select coalesce(t.status = 'completed' and t.completed_at < ${startOf('p.day + 1')}, false)
         as on_time
       from task t where t.workspace_id = $1 and t.assignee_id = p."ownerId"
         and t.due_date = p.day and t.deleted_at is null and t.status <> 'cancelled') i
   ) d`,
)

const activitiesStatement = statement(
  'count_activities_of_days',
  `select "ownerId", day, json_object_agg('activity.' || activity_type, n) as counted from (
     select ${shownPlace}, a.activity_type, count(*) as n
     from ${places}
     cross join lateral (
       select a.activity_type from activity a where a.workspace_id = $1
         and a.owner_id = p."ownerId" and a.date = p.day and a.deleted_at is null
         and a.status <> 'cancelled' ${eachPlace}) a
     group by p."ownerId", p.day, a.activity_type) by_type
   where $3::text is not null
   group by "ownerId", day`,
)

/** What surrounds conversations: follow-ups, deals, tasks, activities. */
export async function selectCounted(tx: Runner, wanted: Wanted): Promise<Counted[]> {
  const values = valuesOf(wanted)
  const followUps = await tx.run<Counted>(followUpsStatement, [...values, wanted.now, wanted.today])
  const deals = await tx.run<Counted>(dealsStatement, values)
  const tasks = await tx.run<Counted>(tasksStatement, [...values, wanted.today])
  const activities = await tx.run<Counted>(activitiesStatement, values)
  return [...followUps, ...deals, ...tasks, ...activities]
}
