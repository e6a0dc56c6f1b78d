import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** RFC 3339; both ends belong to it. */
export type Period = { readonly from: string; readonly until: string; readonly zone: string }

export type PeriodName =
  | 'LAST_HOUR'
  | 'TODAY'
  | 'YESTERDAY'
  | 'THIS_WEEK'
  | 'THIS_MONTH'
  | 'LAST_30_DAYS'

const day = `date_trunc('day', $2::timestamptz at time zone z)`

/** Weeks begin on Monday. `z` is the time zone. */
const starts = `case $4::text
  when 'LAST_HOUR' then $2::timestamptz - interval '1 hour'
  when 'TODAY' then ${day} at time zone z
  when 'YESTERDAY' then (${day} - interval '1 day') at time zone z
  when 'THIS_WEEK' then date_trunc('week', $2::timestamptz at time zone z) at time zone z
  when 'THIS_MONTH' then date_trunc('month', $2::timestamptz at time zone z) at time zone z
  else $2::timestamptz - interval '30 days' end`

const ends = `case when $4::text = 'YESTERDAY'
  then (${day} at time zone z) - interval '1 millisecond' else $2::timestamptz end`

const periodStatement = statement(
  'find_period_of_calls',
  `select iso(${starts}) as from, iso(${ends}) as until, z as zone
   from (select coalesce($3, time_zone) as z from workspace where id = $1) w`,
)

/** A period by its name; `zone` null: the workspace's. */
export async function findPeriod(
  db: Pick<Executor, 'run'>,
  asked: {
    readonly workspaceId: string
    readonly now: Date
    readonly zone: string | null
    readonly name: PeriodName
  },
): Promise<Period> {
  const { workspaceId, now, zone, name } = asked
  const values = [workspaceId, now.toISOString(), zone, name]
  const [row] = await db.run<Period>(periodStatement, values)
  if (!row) throw new Error(`There is no workspace ${workspaceId}.`)
  return row
}
