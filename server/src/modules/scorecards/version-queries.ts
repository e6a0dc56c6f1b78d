import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type VersionRow = {
  readonly scorecard_id: string
  readonly version: number
  readonly name: string
  readonly description: string | null
  /** JSON. */
  readonly content: string
  readonly created_by: string | null
  readonly created_at: string
}

const columns = `scorecard_id, version, name, description, content, created_by,
  iso(created_at) as created_at`

const page = statement(
  'scorecard_versions',
  `select ${columns} from scorecard_version where workspace_id = $1 and scorecard_id = $2
   order by version desc limit $3 offset $4`,
)

export function selectVersions(
  db: Executor,
  workspaceId: string,
  { id, limit, offset }: { readonly id: string; readonly limit: number; readonly offset: number },
): Promise<VersionRow[]> {
  return db.run<VersionRow>(page, [workspaceId, id, limit, offset])
}

const one = statement(
  'scorecard_version',
  `select ${columns} from scorecard_version
   where workspace_id = $1 and scorecard_id = $2 and version = $3`,
)

export async function findVersion(
  db: Executor,
  workspaceId: string,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<VersionRow | undefined> {
  const [row] = await db.run<VersionRow>(one, [workspaceId, id, version])
  return row
}
