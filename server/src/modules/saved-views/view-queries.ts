import type { SavedView, SavedViewTable } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** A view as it is told, but for what depends on who asks. */
export type ViewRow = Omit<SavedView, 'may_change'>

/** Somebody of the workspace: the private views of others do not exist for them. */
export type Viewer = { readonly workspaceId: string; readonly userId: string }

const visible = 'v.workspace_id = $1 and (v.private_to is null or v.private_to = $2)'
const shown = `select v.id, v.of_table as "table", v.name, v.query,
    case when v.private_to is null then 'workspace' else 'private' end as visibility,
    v.owner_id, (select u.name from app_user u where u.id = v.owner_id) as owner_name,
    iso(v.created_at) as created_at, iso(v.updated_at) as updated_at
  from saved_view v where ${visible}`

const listStatement = statement(
  'list_saved_views',
  `${shown} and ($3::text is null or v.of_table = $3)
   order by v.of_table, lower(v.name), v.id limit $4 offset $5`,
)
const countStatement = statement(
  'count_saved_views',
  `select count(*)::int as count from saved_view v
   where ${visible} and ($3::text is null or v.of_table = $3)`,
)

export async function selectViews(
  db: Runner,
  { workspaceId, userId }: Viewer,
  page: {
    readonly table: SavedViewTable | undefined
    readonly limit: number
    readonly offset: number
  },
): Promise<{ rows: ViewRow[]; total: number }> {
  const values = [workspaceId, userId, page.table ?? null]
  const [rows, [counted]] = await Promise.all([
    db.run<ViewRow>(listStatement, [...values, page.limit, page.offset]),
    db.run<{ count: number }>(countStatement, values),
  ])
  return { rows, total: counted?.count ?? 0 }
}

const findStatement = statement('find_saved_view', `${shown} and v.id = $3`)

export async function findView(
  db: Runner,
  { workspaceId, userId }: Viewer,
  id: string,
): Promise<ViewRow | undefined> {
  const [row] = await db.run<ViewRow>(findStatement, [workspaceId, userId, id])
  return row
}

const lockStatement = statement(
  'lock_saved_views',
  "select pg_advisory_xact_lock(hashtextextended('saved views ' || $1::text, 0))",
)

/** Held until the transaction ends: names stay single, and so many and no more are kept. */
export async function lockViews(tx: Runner, workspaceId: string): Promise<void> {
  await tx.run(lockStatement, [workspaceId])
}

const ownCountStatement = statement(
  'count_own_saved_views',
  `select count(*)::int as count from saved_view
   where workspace_id = $1 and owner_id = $2 and of_table = $3`,
)

export async function countOwn(
  tx: Runner,
  { workspaceId, userId }: Viewer,
  table: SavedViewTable,
): Promise<number> {
  const values = [workspaceId, userId, table]
  const [row] = await tx.run<{ count: number }>(ownCountStatement, values)
  return row?.count ?? 0
}

const nameStatement = statement(
  'saved_view_of_name',
  `select id from saved_view where workspace_id = $1 and owner_id = $2 and of_table = $3
   and lower(name) = lower($4) and id <> $5`,
)

export type ViewFields = Pick<
  ViewRow,
  'id' | 'table' | 'name' | 'query' | 'visibility' | 'owner_id'
>

/** Whether another view of the same person and table has the name. */
export async function isNameTaken(
  tx: Runner,
  workspaceId: string,
  { id, owner_id: ownerId, table, name }: ViewFields,
): Promise<boolean> {
  return (await tx.run(nameStatement, [workspaceId, ownerId, table, name, id])).length > 0
}

const upsertStatement = statement(
  'save_saved_view',
  `insert into saved_view
     (workspace_id, id, owner_id, private_to, of_table, name, query, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
   on conflict (workspace_id, id) do update set private_to = excluded.private_to,
     name = excluded.name, query = excluded.query, updated_at = excluded.updated_at`,
)

/** Makes it, or puts it in the place of what it was. */
export async function writeView(
  tx: Runner,
  workspaceId: string,
  { at, ...view }: ViewFields & { readonly at: Date },
): Promise<void> {
  const { id, owner_id: ownerId, visibility, table, name, query } = view
  const privateTo = visibility === 'private' ? ownerId : null
  await tx.run(upsertStatement, [workspaceId, id, ownerId, privateTo, table, name, query, at])
}

const deleteStatement = statement(
  'delete_saved_view',
  'delete from saved_view where workspace_id = $1 and id = $2',
)

export async function deleteView(tx: Runner, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, id])
}
