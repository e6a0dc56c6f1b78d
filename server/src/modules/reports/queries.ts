import type { WeekStart } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Span } from './range-rules.ts'

type Runner = Pick<Executor, 'run'>

export type Calendar = {
  readonly timeZone: string
  readonly today: string
  readonly weekStartsOn: WeekStart
}

const calendarStatement = statement(
  'find_report_calendar',
  `select w.time_zone as "timeZone", ($2::timestamptz at time zone w.time_zone)::date as today,
     coalesce(s.week_starts_on, 'monday') as "weekStartsOn"
   from workspace w left join report_settings s on s.workspace_id = w.id where w.id = $1`,
)

export async function findCalendar(
  db: Runner,
  workspaceId: string,
  now: Date,
): Promise<Calendar | undefined> {
  const [row] = await db.run<Calendar>(calendarStatement, [workspaceId, now])
  return row
}

const beginningsStatement = statement(
  'find_day_beginnings',
  `select iso(d::timestamp at time zone $1) as at from unnest($2::date[]) with ordinality as t (d, n)
   order by n`,
)

/** When each of these days begins in the zone; RFC 3339. */
export async function findBeginnings(
  db: Runner,
  timeZone: string,
  days: readonly string[],
): Promise<string[]> {
  const rows = await db.run<{ at: string }>(beginningsStatement, [timeZone, days])
  return rows.map(({ at }) => at)
}

export type Part = 'counts' | 'volume' | 'criteria'

const rowsStatement = (part: Part) =>
  statement(
    `list_report_${part}`,
    `select owner_id as "ownerId", ${part} as sums from report_month
     where workspace_id = $1 and month >= $4 and month < $5 and ($6::uuid is null or owner_id = $6)
     union all
     select owner_id, ${part} from report_day
     where workspace_id = $1 and day >= $2 and day < $4 and ($6::uuid is null or owner_id = $6)
     union all
     select owner_id, ${part} from report_day
     where workspace_id = $1 and day >= $5 and day < $3 and ($6::uuid is null or owner_id = $6)`,
  )

const statements = {
  counts: rowsStatement('counts'),
  volume: rowsStatement('volume'),
  criteria: rowsStatement('criteria'),
}

/** JSON of one part of a span, in as many rows as it takes. */
export type SumRow = { readonly ownerId: string; readonly sums: string }

export type RowsWanted = {
  readonly workspaceId: string
  readonly part: Part
  readonly span: Span
  /** Taken from the rows of months; empty when both are the same. */
  readonly months: Span
  /** Null: everybody's. */
  readonly ownerId: string | null
}

export function selectRows(
  db: Runner,
  { workspaceId, part, span, months, ownerId }: RowsWanted,
): Promise<SumRow[]> {
  const values = [workspaceId, span.from, span.until, months.from, months.until, ownerId]
  return db.run<SumRow>(statements[part], values)
}

export type MemberRow = {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly isRep: boolean
}

const membersStatement = statement(
  'list_members_for_reports',
  `select m.user_id as "userId", u.name, u.email, m.role = 'rep' as "isRep"
   from member m join app_user u on u.id = m.user_id
   where m.workspace_id = $1 order by u.name, m.user_id`,
)

export function selectMembers(db: Runner, workspaceId: string): Promise<MemberRow[]> {
  return db.run<MemberRow>(membersStatement, [workspaceId])
}

const scorecardsStatement = statement(
  'list_scorecards_for_reports',
  `select s.id, s.name, v.content from scorecard s
   join scorecard_version v on v.workspace_id = s.workspace_id and v.scorecard_id = s.id
   where s.workspace_id = $1 and s.id = any($2) order by s.name, s.id, v.version`,
)

/** Every version of these scorecards, oldest first; `content` is JSON. */
export function selectScorecards(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string; content: string }[]> {
  return db.run(scorecardsStatement, [workspaceId, ids])
}
