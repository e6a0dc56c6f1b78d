import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Statistics change with every analyze, which large tables get every few hours. */
const knownForMs = 60_000
const maxKnown = 10_000

type Known = { readonly share: number; readonly untilMs: number }
const knownOf = new WeakMap<Database, Map<string, Known>>()

const shareStatement = statement(
  'workspace_share',
  `select coalesce(max(frequency), 0)::float8 as share
   from pg_stats s, unnest(s.most_common_vals::text::uuid[], s.most_common_freqs) m(id, frequency)
   where s.schemaname = current_schema() and s.tablename = $1 and s.attname = 'workspace_id'
     and m.id = $2::uuid`,
)

/** Which part of the table's rows belongs to the workspace, as PostgreSQL last saw it: 0 to 1. */
export async function shareOfTable(
  db: Database,
  table: string,
  workspaceId: string,
): Promise<number> {
  const known = knownOf.get(db) ?? new Map<string, Known>()
  knownOf.set(db, known)
  const key = `${table} ${workspaceId}`
  const nowMs = performance.now()
  const last = known.get(key)
  if (last && nowMs < last.untilMs) return last.share
  const [row] = await db.read<{ share: number }>(shareStatement, [table, workspaceId])
  const share = row?.share ?? 0
  if (known.size >= maxKnown) known.clear()
  known.set(key, { share, untilMs: nowMs + knownForMs })
  return share
}
