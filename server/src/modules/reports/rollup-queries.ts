import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Place } from './change-queries.ts'
import type { SourceConversation } from './source-queries.ts'

type Runner = Pick<Executor, 'run'>

/** Of one person: a day or a month, with its three JSON objects. */
export type RollUpRow = {
  readonly ownerId: string
  /** Of a month, its first day. */
  readonly day: string
  readonly counts: string
  readonly volume: string
  readonly criteria: string
}

const recordset = `json_to_recordset($2::json) as p
  ("ownerId" uuid, day date, counts text, volume text, criteria text)`

const writeOf = (table: 'report_day' | 'report_month', column: 'day' | 'month') => ({
  remove: statement(
    `remove_${table}`,
    `delete from ${table} r using json_to_recordset($2::json) as p ("ownerId" uuid, day date)
     where r.workspace_id = $1 and r.owner_id = p."ownerId" and r.${column} = p.day`,
  ),
  save: statement(
    `save_${table}`,
    `insert into ${table} (workspace_id, ${column}, owner_id, counts, volume, criteria, computed_at)
     select $1, p.day, p."ownerId", p.counts, p.volume, p.criteria, $3 from ${recordset}
     on conflict (workspace_id, ${column}, owner_id) do update set counts = excluded.counts,
       volume = excluded.volume, criteria = excluded.criteria, computed_at = excluded.computed_at`,
  ),
})

const writes = { day: writeOf('report_day', 'day'), month: writeOf('report_month', 'month') }

type Saved = {
  readonly workspaceId: string
  /** Those without a row lose the one they had. */
  readonly places: readonly Place[]
  readonly rows: readonly RollUpRow[]
  readonly at: Date
}

export async function saveRows(
  tx: Runner,
  grain: 'day' | 'month',
  { workspaceId, places, rows, at }: Saved,
): Promise<void> {
  const kept = new Set(rows.map(({ ownerId, day }) => `${ownerId} ${day}`))
  const gone = places.filter(({ ownerId, day }) => !kept.has(`${ownerId} ${day}`))
  if (gone.length > 0) await tx.run(writes[grain].remove, [workspaceId, JSON.stringify(gone)])
  if (rows.length > 0) await tx.run(writes[grain].save, [workspaceId, JSON.stringify(rows), at])
}

const forgetStatement = statement(
  'forget_counted_conversations',
  `delete from report_conversation r
   using json_to_recordset($2::json) as p ("ownerId" uuid, day date)
   where r.workspace_id = $1 and r.day = p.day and r.owner_id = p."ownerId"
     and not exists (
       select from json_to_recordset($3::json) as n
         (id uuid, day date, "ownerId" uuid, "followUpOn" date)
       where n.id = r.conversation_id and n.day = r.day and n."ownerId" = r.owner_id
         and n."followUpOn" is not distinct from r.follow_up_on)`,
)
// One that is still noted elsewhere stays so: the change that moved it is yet to come.
const rememberStatement = statement(
  'remember_counted_conversations',
  `insert into report_conversation (workspace_id, conversation_id, day, owner_id, follow_up_on)
   select $1, p.id, p.day, p."ownerId", p."followUpOn"
   from json_to_recordset($2::json) as p
     (id uuid, day date, "ownerId" uuid, "followUpOn" date)
   on conflict do nothing`,
)

/** Notes where conversations were counted. */
export async function rememberPlaces(
  tx: Runner,
  workspaceId: string,
  {
    places,
    conversations,
  }: { places: readonly Place[]; conversations: readonly SourceConversation[] },
): Promise<void> {
  const noted = JSON.stringify(
    conversations.map(({ id, day, ownerId, followUpOn }) => ({ id, day, ownerId, followUpOn })),
  )
  await tx.run(forgetStatement, [workspaceId, JSON.stringify(places), noted])
  if (conversations.length > 0) await tx.run(rememberStatement, [workspaceId, noted])
}

const daysStatement = statement(
  'list_report_days_of_months',
  `select r.owner_id as "ownerId", p.day, r.counts, r.volume, r.criteria
   from json_to_recordset($2::json) as p ("ownerId" uuid, day date)
   join report_day r on r.workspace_id = $1 and r.owner_id = p."ownerId"
     and r.day >= p.day and r.day < p.day + interval '1 month'`,
)

/** The days of these months; `day` of each is the month's. */
export function selectDaysOfMonths(
  tx: Runner,
  workspaceId: string,
  months: readonly Place[],
): Promise<RollUpRow[]> {
  return tx.run<RollUpRow>(daysStatement, [workspaceId, JSON.stringify(months)])
}
