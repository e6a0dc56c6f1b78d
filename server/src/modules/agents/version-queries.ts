import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type VersionRow = {
  readonly id: string
  readonly number: number
  readonly name: string
  readonly note: string | null
  readonly restored_from: number | null
  readonly created_by: string | null
  readonly created_at: string
}

const columns = `v.id, v.number, v.definition ->> 'name' as name, v.note, v.restored_from, v.created_by,
  iso(v.created_at) as created_at`

const page = statement(
  'list_agent_versions',
  `select ${columns} from agent_version v where v.workspace_id = $1 and v.agent_id = $2
   order by v.number desc limit $3 offset $4`,
)

export function selectVersions(
  db: Runner,
  workspaceId: string,
  { id, limit, offset }: { readonly id: string; readonly limit: number; readonly offset: number },
): Promise<VersionRow[]> {
  return db.run<VersionRow>(page, [workspaceId, id, limit, offset])
}

const one = statement(
  'find_agent_version',
  `select ${columns} from agent_version v where v.workspace_id = $1 and v.id = $2`,
)

export async function findVersion(
  db: Runner,
  workspaceId: string,
  versionId: string,
): Promise<VersionRow | undefined> {
  const [row] = await db.run<VersionRow>(one, [workspaceId, versionId])
  return row
}

export type NewVersion = {
  readonly workspaceId: string
  readonly id: string
  readonly agentId: string
  readonly number: number
  /** JSON. */
  readonly definition: string
  /** Encrypted JSON. */
  readonly secrets: string | null
  readonly note: string | null
  readonly restoredFrom: number | null
  readonly userId: string
  readonly now: Date
}

const insertion = statement(
  'insert_agent_version',
  `insert into agent_version (workspace_id, id, agent_id, number, definition, secrets, note,
     restored_from, created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
)

export async function insertVersion(tx: Runner, version: NewVersion): Promise<void> {
  const { workspaceId, id, agentId, number, definition, secrets } = version
  const { note, restoredFrom, userId, now } = version
  await tx.run(insertion, [
    workspaceId,
    id,
    agentId,
    number,
    definition,
    secrets,
    note,
    restoredFrom,
    userId,
    now,
  ])
}
