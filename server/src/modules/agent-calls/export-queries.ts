import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const insertStatement = statement(
  'insert_agent_call_export',
  `insert into agent_call_export (workspace_id, id, owner_only, wanted, created_by, created_at,
     expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
)

export async function insertExport(
  tx: Runner,
  made: {
    readonly workspaceId: string
    readonly id: string
    readonly ownerOnly: string | null
    /** JSON. */
    readonly wanted: string
    readonly createdBy: string
    readonly createdAt: Date
    readonly expiresAt: Date
  },
): Promise<void> {
  await tx.run(insertStatement, [
    made.workspaceId,
    made.id,
    made.ownerOnly,
    made.wanted,
    made.createdBy,
    made.createdAt.toISOString(),
    made.expiresAt.toISOString(),
  ])
}

export type ExportRow = {
  readonly status: 'pending' | 'ready' | 'failed' | 'expired'
  readonly ownerOnly: string | null
  readonly createdBy: string
  /** JSON. */
  readonly wanted: string
  readonly error: string | null
  readonly rowCount: number | null
  readonly expiresAt: string
}

const findStatement = statement(
  'find_agent_call_export',
  `select status, owner_only as "ownerOnly", created_by as "createdBy", wanted, error,
     row_count as "rowCount", iso(expires_at) as "expiresAt"
   from agent_call_export where workspace_id = $1 and id = $2`,
)

export async function findExport(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<ExportRow | undefined> {
  const [row] = await db.run<ExportRow>(findStatement, [workspaceId, id])
  return row
}

const endStatement = statement(
  'end_agent_call_export',
  `update agent_call_export set status = $3, row_count = $4, error = $5
   where workspace_id = $1 and id = $2 and status = 'pending'`,
)

export async function setExported(
  db: Runner,
  workspaceId: string,
  id: string,
  end: { readonly rows: number } | { readonly error: string },
): Promise<void> {
  const values = 'rows' in end ? ['ready', end.rows, null] : ['failed', null, end.error]
  await db.run(endStatement, [workspaceId, id, ...values])
}

const expireStatement = statement(
  'expire_agent_call_exports',
  `update agent_call_export x set status = 'expired' from (
     select workspace_id, id from agent_call_export
     where expires_at < $1 and status <> 'expired' limit $2) old
   where x.workspace_id = old.workspace_id and x.id = old.id
   returning x.workspace_id as "workspaceId", x.id`,
)

/** Of which the files can go. */
export function setExpired(
  db: Runner,
  now: Date,
  limit: number,
): Promise<{ workspaceId: string; id: string }[]> {
  return db.run(expireStatement, [now.toISOString(), limit])
}

const deleteStatement = statement(
  'delete_agent_call_exports',
  `delete from agent_call_export where status = 'expired' and expires_at < $1`,
)

export async function deleteExports(db: Runner, before: Date): Promise<void> {
  await db.run(deleteStatement, [before.toISOString()])
}
