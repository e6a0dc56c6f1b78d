import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { type Declaration, isOurs, type UpsertKey } from './declaration.ts'

/** Which of these keys (e-mails, domains …) rows of the workspace already have: key → id. */
export async function findByKey(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  { sql, keys }: { readonly sql: UpsertKey['sql']; readonly keys: readonly string[] },
): Promise<Map<string, string>> {
  const query = statement(
    `find_${declaration.resource.plural}`,
    `select distinct on (1) ${sql} as key, r.id from ${declaration.table} r
     where r.workspace_id = $1 and ${sql} = any($2::text[]) and r.deleted_at is null${isOurs(declaration)}
     order by 1, r.created_at`,
  )
  const rows = await executor.run<{ key: string; id: string }>(query, [principal.workspaceId, keys])
  return new Map(rows.map(({ key, id }) => [key, id]))
}
