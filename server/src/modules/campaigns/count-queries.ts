import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from './lane-queries.ts'

type CountKind = 'status' | 'outcome' | 'skip' | 'attempt'

export type CountChange = {
  readonly kind: CountKind
  readonly name: string
  readonly by: number
}

const adding = statement(
  'add_campaign_counts',
  `insert into campaign_count (workspace_id, campaign_id, kind, name, n)
   select $1, $2, kind, name, sum(by) from unnest($3::text[], $4::text[], $5::bigint[])
     as g(kind, name, by)
   group by kind, name having sum(by) <> 0 order by kind, name
   on conflict (workspace_id, campaign_id, kind, name)
     do update set n = campaign_count.n + excluded.n`,
)

/** In the transaction of what is counted, which holds the campaign's lane. */
export async function addCounts(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  changes: readonly CountChange[],
): Promise<void> {
  if (changes.length === 0) return
  await tx.run(adding, [
    workspaceId,
    campaignId,
    changes.map(({ kind }) => kind),
    changes.map(({ name }) => name),
    changes.map(({ by }) => by),
  ])
}

/** So many went from one status to another. */
export function moved(from: string, to: string, count = 1): CountChange[] {
  if (from === to || count === 0) return []
  return [
    { kind: 'status', name: from, by: -count },
    { kind: 'status', name: to, by: count },
  ]
}

export type CountRow = {
  readonly campaignId: string
  readonly kind: CountKind
  readonly name: string
  readonly n: number
}

const reading = statement(
  'campaign_counts',
  `select campaign_id as "campaignId", kind, name, n from campaign_count
   where workspace_id = $1 and campaign_id = any ($2::uuid[])`,
)

export function selectCounts(
  db: Executor,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<CountRow[]> {
  return db.run<CountRow>(reading, [workspaceId, campaignIds])
}
