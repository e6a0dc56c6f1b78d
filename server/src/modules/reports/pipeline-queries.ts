import type { DealAtRisk } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { momentOf } from './change-queries.ts'
import type { StageChange } from './passage-rules.ts'
import type { RiskReason } from './risk-rules.ts'

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

type ForecastRow = {
  readonly month: string
  readonly stage_id: string
  readonly deals: number
  readonly value: number
  readonly weighted: number
}

const forecastStatement = statement(
  'list_forecast',
  `select to_char(date_trunc('month', d.expected_close_date), 'YYYY-MM-DD') as month, s.id as stage_id,
     count(*)::int as deals, sum(d.value)::float8 as value,
     sum(d.value * d.probability / 100)::float8 as weighted
   from deal d join deal_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
   where d.workspace_id = $1 and d.status = 'open' and d.deleted_at is null and ${own('d')}
   group by 1, s.id, s.position order by 1, s.position, s.id`,
)

/** What open deals may bring, by the month they are expected to close in. */
export function selectForecast(
  db: Runner,
  { workspaceId, ownerId }: Whose,
): Promise<ForecastRow[]> {
  return db.run<ForecastRow>(forecastStatement, [workspaceId, ownerId])
}

// As a few texts of small numbers: a year of a large team is ten thousands of changes, and a row of the
// protocol for each, or the ids in full, take longer than reading all of them. Half of 64 bits tells
// deals apart: two of a million are alike in one of 30 million workspaces.
const changesStatement = statement(
  'list_stage_changes_for_reports',
  `with stage as materialized (
     select id, row_number() over (order by id) - 1 as place from deal_stage where workspace_id = $1)
   select (select array_agg(id order by place) from stage) as stages,
     array_agg(uuid_hash_extended(c.deal_id, 0))::text as deals,
     array_agg(f.place)::text as "from", array_agg(t.place)::text as "to",
     array_agg((date_part('epoch', c.changed_at) * 1000000)::bigint)::text as changed,
     array_agg((date_part('epoch', d.created_at) * 1000000)::bigint)::text as created
   from deal_stage_change c
   join deal d on d.workspace_id = c.workspace_id and d.id = c.deal_id
     and d.deleted_at is null and ${own('d')}
   join stage t on t.id = c.to_stage_id
   left join stage f on f.id = c.from_stage_id
   where c.workspace_id = $1`,
)

type ChangeLists = {
  readonly stages: readonly string[]
  readonly deals: string | null
  readonly from: string
  readonly to: string
  readonly changed: string
  readonly created: string
}

/** Each change of stage there ever was, in no order: the history of a deal is needed as a whole. */
export async function selectStageChanges(
  db: Runner,
  { workspaceId, ownerId }: Whose,
): Promise<StageChange[]> {
  const [row] = await db.run<ChangeLists>(changesStatement, [workspaceId, ownerId])
  if (!row?.deals) return []
  const { stages } = row
  const [from, to, changed, created] = [row.from, row.to, row.changed, row.created].map(listIn)
  return listIn(row.deals).map((dealId, index) => ({
    dealId,
    // Not a number: the deal began there.
    fromStageId: stages[Number(from?.[index])],
    toStageId: stages[Number(to?.[index])] ?? '',
    changedAtMs: Number(changed?.[index]) / 1_000,
    createdAtMs: Number(created?.[index]) / 1_000,
  }))
}

/** `{1,2,NULL}`, as PostgreSQL writes it. */
const listIn = (text: string): string[] => text.slice(1, -1).split(',')

// Judged here: most of thousands of open deals would be sent for nothing.
const atRiskStatement = statement(
  'list_deals_at_risk',
  `with open_deal as (
     select d.id as deal_id, d.title, d.owner_id, s.name as stage, d.value::float8 as value,
       d.expected_close_date,
       d.expected_close_date < ($3::timestamptz at time zone $4)::date as overdue,
       d.stage_entered_at < $3::timestamptz - make_interval(days => $5) as stuck,
       greatest(d.created_at,
         (select max(${momentOf('c')}) from conversation c where c.workspace_id = d.workspace_id
           and c.deal_id = d.id and c.deleted_at is null and ${momentOf('c')} <= $3),
         (select max(a.date)::timestamp at time zone $4 from activity a
           where a.workspace_id = d.workspace_id and a.deal_id = d.id and a.deleted_at is null
             and a.status = 'completed' and a.date <= ($3::timestamptz at time zone $4)::date)
       ) < $3::timestamptz - make_interval(days => $6) as silent,
       not exists (select from task t where t.workspace_id = d.workspace_id and t.deal_id = d.id
         and t.deleted_at is null and t.status in ('pending', 'in_progress')) as no_next_step
     from deal d join deal_stage s on s.workspace_id = d.workspace_id and s.id = d.stage_id
     where d.workspace_id = $1 and d.status = 'open' and d.deleted_at is null and ${own('d')})
   select *, count(*) over ()::int as among from open_deal
   where overdue or stuck or silent or no_next_step
   order by overdue::int + stuck::int + silent::int + no_next_step::int desc, value desc, deal_id
   limit $7`,
)

export type DealAtRiskRow = Omit<DealAtRisk, 'reasons'> &
  Readonly<Record<RiskReason, boolean>> & {
    /** How many there are. */
    readonly among: number
  }

type RiskLimits = {
  readonly now: Date
  readonly timeZone: string
  /** More days than this in one stage. */
  readonly stuckAfterDays: number
  /** More days than this without a conversation or an activity. */
  readonly silentAfterDays: number
  /** Answered at most. */
  readonly limit: number
}

/** Open deals with a reason to worry: most reasons first, then the most valuable. */
export function selectDealsAtRisk(
  db: Runner,
  { workspaceId, ownerId }: Whose,
  { now, timeZone, stuckAfterDays, silentAfterDays, limit }: RiskLimits,
): Promise<DealAtRiskRow[]> {
  const values = [workspaceId, ownerId, now, timeZone, stuckAfterDays, silentAfterDays, limit]
  return db.run<DealAtRiskRow>(atRiskStatement, values)
}
