import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { type Declaration, isOurs } from './declaration.ts'

type Move = { readonly column: string; readonly from: string }

export async function selectOwned(
  tx: Executor,
  declaration: Declaration,
  { workspaceId }: Principal,
  { column, from, limit }: Move & { readonly limit: number },
): Promise<string[]> {
  const query = statement(
    `owned_${declaration.table}_${column}`,
    `select r.id from ${declaration.table} r where r.workspace_id = $1 and r.${column} = $2
       and r.deleted_at is null${isOurs(declaration)} order by r.id limit $3`,
  )
  return (await tx.run<{ id: string }>(query, [workspaceId, from, limit])).map(({ id }) => id)
}

export async function moveDeletedRows(
  tx: Executor,
  declaration: Declaration,
  { workspaceId }: Principal,
  { column, from, to }: Move & { readonly to: string },
): Promise<void> {
  const query = statement(
    `move_deleted_${declaration.table}_${column}`,
    `update ${declaration.table} r set ${column} = $3 where r.workspace_id = $1 and r.${column} = $2
       and r.deleted_at is not null${isOurs(declaration)}`,
  )
  await tx.run(query, [workspaceId, from, to])
}

/** Rows, deleted ones too, that point to the user by any of the columns. */
export async function countOwned(
  tx: Executor,
  declaration: Declaration,
  workspaceId: string,
  { columns, userId }: { readonly columns: readonly string[]; readonly userId: string },
): Promise<number> {
  const theirs = columns.map((column) => `r.${column} = $2`).join(' or ')
  const query = statement(
    `count_owned_${declaration.table}`,
    `select count(*) as count from ${declaration.table} r
     where r.workspace_id = $1 and (${theirs})${isOurs(declaration)}`,
  )
  const [row] = await tx.run<{ count: number }>(query, [workspaceId, userId])
  return row?.count ?? 0
}
