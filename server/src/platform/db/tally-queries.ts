import type { Database } from './database.ts'
import { statement } from './statement.ts'

/** Below this many rows, summing them costs less than folding them. */
const foldAbove = 64

const crowdedStatement = statement(
  'list_crowded_tallies',
  `select workspace_id as "workspaceId", resource from tally where workspace_id = any ($1::uuid[])
   group by workspace_id, resource having count(*) > ${foldAbove}`,
)

// One statement, so every reader sees the rows either before or after, with the same sum. Rows that
// are added meanwhile are not in its snapshot and stay; rows another node folds are skipped.
const foldStatement = statement(
  'fold_tally',
  `with folded as (
     delete from tally where ctid = any (array(
       select ctid from tally where workspace_id = $1 and resource = $2 for update skip locked))
     returning delta)
   insert into tally (workspace_id, resource, delta)
   select $1, $2, sum(delta) from folded having sum(delta) <> 0`,
)

/** Folds the deltas of these workspaces into one row each, where there are many. */
export async function foldTallies(db: Database, workspaceIds: readonly string[]): Promise<void> {
  if (workspaceIds.length === 0) return
  const crowded = await db.run<{ workspaceId: string; resource: string }>(crowdedStatement, [
    workspaceIds,
  ])
  for (const { workspaceId, resource } of crowded) {
    await db.run(foldStatement, [workspaceId, resource])
  }
}
