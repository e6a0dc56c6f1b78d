import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { type Declaration, isOurs, type UpsertKey } from './declaration.ts'

/**
 * Which of these keys (e-mails, domains …) rows of the workspace already have: key → id. Rows that
 * the caller may not see do not count.
 */
export async function findByKey(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  { upsertKey, keys }: { readonly upsertKey: UpsertKey; readonly keys: readonly string[] },
): Promise<Map<string, string>> {
  const { sql, canonical = (same: string) => same } = upsertKey
  const own = principal.seesAllRows
    ? 'and $3::uuid is not null'
    : `and ${declaration.ownership('$3')}`
  const query = statement(
    `find_${declaration.resource.plural}`,
    `select distinct on (given.key) given.key, r.id
     from unnest($2::text[]) given(key)
     join ${declaration.table} r on r.workspace_id = $1 and ${sql} = ${canonical('given.key')}
       and r.deleted_at is null${isOurs(declaration)} ${own}
     order by given.key, r.created_at, r.id`,
  )
  const values = [principal.workspaceId, keys, principal.userId]
  const rows = await executor.run<{ key: string; id: string }>(query, values)
  return new Map(rows.map(({ key, id }) => [key, id]))
}
