import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { momentOf } from './change-queries.ts'
import type { StageChange } from './passage-rules.ts'
import type { OpenDeal } from './risk-rules.ts'

type Runner = Pick<Executor, 'run'>
type Whose = { readonly workspaceId: string; readonly ownerId: string | null }
const own = (alias: string) => `($2::uuid is null or ${alias}.owner_id = $2)`

export type StageRow = {
  readonly id: string
  readonly key: string
  readonly name: string
  readonly outcome: 'open' | 'won' | 'lost'
  /** From the first stage on. */
  readonly position: number
  readonly deals: number
  readonly value: number
  readonly weighted: number
}

const stagesStatement = statement(
  'list_stages_for_reports',
  `select s.id, s.key, s.name, s.outcome, s.position, count(d.id)::int as deals,
     coalesce(sum(d.value), 0)::float8 as value,
     coalesce(sum(d.value * d.probability / 100), 0)::float8 as weighted
   from deal_stage s
   left join deal d on d.workspace_id = s.workspace_id and d.stage_id = s.id
     and d.status = 'open' and d.deleted_at is null and ${own('d')}
   where s.workspace_id = $1 and s.deleted_at is null
   group by s.workspace_id, s.id order by s.position, s.id`,
)

/** Stages in their order, with the open deals in each. */
export function selectStages(db: Runner, { workspaceId, ownerId }: Whose): Promise<StageRow[]> {
  return db.run<StageRow>(stagesStatement, [workspaceId, ownerId])
}

// As one text: a year of a large team is ten thousands of changes, and a row of the protocol for each
// takes longer than reading all of them.
const changesStatement = statement(
  'list_stage_changes_for_reports',
  `select string_agg(concat_ws(',', c.deal_id, coalesce(c.from_stage_id::text, ''), c.to_stage_id,
     (extract(epoch from c.changed_at) * 1000000)::bigint,
     (extract(epoch from d.created_at) * 1000000)::bigint), ';') as changes
   from deal_stage_change c
   join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
     and d.deleted_at is null and ${own('d')}
   where c.workspace_id = $1`,
)

/** Each change of stage there ever was, in no order: the history of a deal is needed as a whole. */
export async function selectStageChanges(
  db: Runner,
  { workspaceId, ownerId }: Whose,
): Promise<StageChange[]> {
  const [row] = await db.run<{ changes: string | null }>(changesStatement, [workspaceId, ownerId])
  if (!row?.changes) return []
  return row.changes.split(';').map((change) => {
    const [dealId = '', from = '', toStageId = '', changedAt, createdAt] = change.split(',')
    return {
      dealId,
      fromStageId: from === '' ? undefined : from,
      toStageId,
      changedAtMs: Number(changedAt) / 1_000,
      createdAtMs: Number(createdAt) / 1_000,
    }
  })
}

const openDealsStatement = statement(
  'list_open_deals_for_reports',
  `select d.id as deal_id, d.title, d.owner_id, s.name as stage, d.value::float8 as value,
     d.expected_close_date,
     extract(epoch from $3::timestamptz - d.stage_entered_at)::float8 / 86400 as "daysInStage",
     extract(epoch from $3::timestamptz - greatest(d.created_at,
       (select max(${momentOf('c')}) from conversation c where c.workspace_id = d.workspace_id
         and c.deal_id = d.id and c.deleted_at is null and ${momentOf('c')} <= $3),
       (select max(a.date)::timestamp at time zone $4 from activity a
         where a.workspace_id = d.workspace_id and a.deal_id = d.id and a.deleted_at is null
           and a.status = 'completed' and a.date <= ($3::timestamptz at time zone $4)::date)
     ))::float8 / 86400 as "daysSilent",
     exists (select from task t where t.workspace_id = d.workspace_id and t.deal_id = d.id
       and t.deleted_at is null and t.status in ('pending', 'in_progress')) as "hasOpenTask"
   from deal d join deal_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
   where d.workspace_id = $1 and d.status = 'open' and d.deleted_at is null and ${own('d')}
   order by d.value desc, d.id`,
)

export function selectOpenDeals(
  db: Runner,
  { workspaceId, ownerId }: Whose,
  { now, timeZone }: { readonly now: Date; readonly timeZone: string },
): Promise<OpenDeal[]> {
  return db.run<OpenDeal>(openDealsStatement, [workspaceId, ownerId, now, timeZone])
}
