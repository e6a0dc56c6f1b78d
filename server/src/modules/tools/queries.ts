import type { ToolType } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type ToolRow = {
  readonly id: string
  readonly type: ToolType
  readonly name: string
  readonly description: string
  readonly is_async: boolean | null
  /** JSON. */
  readonly params: string | null
  /** JSON. */
  readonly messages: string
  /** JSON. */
  readonly settings: string
  /** Encrypted JSON. */
  readonly secrets: string | null
  readonly collection_id: string | null
  readonly version: number
  readonly created_by: string | null
  readonly created_at: string
  readonly updated_at: string
}

export type ShownToolRow = ToolRow & { readonly is_active: boolean }

const columns = `t.id, t.type, t.name, t.description, t.is_async, t.params, t.messages, t.settings,
  t.secrets, t.collection_id, t.version, t.created_by, iso(t.created_at) as created_at,
  iso(t.updated_at) as updated_at`

/** For the agent `agent`, or for any when that is null. */
const isActive = (agent: string) => `exists (select 1 from agent_web_tool a
    where a.workspace_id = t.workspace_id and a.tool_id = t.id and a.is_active
      and (${agent}::uuid is null or a.agent_id = ${agent}))`

const some = statement(
  'web_tools_by_id',
  `select ${columns}, ${isActive('$3')} as is_active from web_tool t
   where t.workspace_id = $1 and t.id = any($2::uuid[])`,
)

/** `agentId` says for whom `is_active` is asked; null: for any agent. */
export function selectTools(
  db: Runner,
  workspaceId: string,
  { ids, agentId = null }: { readonly ids: readonly string[]; readonly agentId?: string | null },
): Promise<ShownToolRow[]> {
  return db.run<ShownToolRow>(some, [workspaceId, ids, agentId])
}

const one = statement(
  'web_tool',
  `select ${columns} from web_tool t where t.workspace_id = $1 and t.id = $2`,
)

export async function findTool(
  db: Runner,
  workspaceId: string,
  id: string,
): Promise<ToolRow | undefined> {
  const [row] = await db.run<ToolRow>(one, [workspaceId, id])
  return row
}

const locked = statement(
  'lock_web_tool',
  `select ${columns} from web_tool t where t.workspace_id = $1 and t.id = $2 for update`,
)

export async function lockTool(
  tx: Runner,
  workspaceId: string,
  id: string,
): Promise<ToolRow | undefined> {
  const [row] = await tx.run<ToolRow>(locked, [workspaceId, id])
  return row
}

export type ToolFilter = {
  readonly workspaceId: string
  readonly agentId: string | null
  readonly type: ToolType | null
  readonly collectionId: string | null
  readonly uncategorized: boolean
  readonly isActive: boolean | null
  /** Pattern of LIKE, in lower case; null for any. */
  readonly pattern: string | null
}

const matches = `($2::uuid is null or exists (select 1 from agent_web_tool b
    where b.workspace_id = t.workspace_id and b.tool_id = t.id and b.agent_id = $2))
  and ($3::text is null or t.type = $3)
  and ($4::uuid is null or t.collection_id = $4)
  and (not $5::boolean or t.collection_id is null)
  and ($6::boolean is null or ${isActive('$2')} = $6)
  and ($7::text is null or t.search_text like $7)`

const page = statement(
  'list_web_tools',
  `select ${columns}, ${isActive('$2')} as is_active from web_tool t
   where t.workspace_id = $1 and ${matches}
   order by t.created_at desc, t.id desc limit $8 offset $9`,
)
const count = statement(
  'count_web_tools',
  `select count(*)::int as total, (count(*) filter (where ${matches}))::int as filtered
   from web_tool t where t.workspace_id = $1`,
)

const valuesOf = (filter: ToolFilter) => [
  filter.workspaceId,
  filter.agentId,
  filter.type,
  filter.collectionId,
  filter.uncategorized,
  filter.isActive,
  filter.pattern,
]

export function listTools(
  db: Runner,
  filter: ToolFilter,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<ShownToolRow[]> {
  return db.run<ShownToolRow>(page, [...valuesOf(filter), limit, offset])
}

export async function countTools(
  db: Runner,
  filter: ToolFilter,
): Promise<{ total: number; filtered: number }> {
  const [row] = await db.run<{ total: number; filtered: number }>(count, valuesOf(filter))
  return row ?? { total: 0, filtered: 0 }
}

export type ToolValues = Pick<
  ToolRow,
  | 'name'
  | 'description'
  | 'is_async'
  | 'params'
  | 'messages'
  | 'settings'
  | 'secrets'
  | 'collection_id'
>

const settable = (tool: ToolValues) => [
  tool.name,
  tool.description,
  tool.is_async,
  tool.params,
  tool.messages,
  tool.settings,
  tool.secrets,
  tool.collection_id,
]

const insertion = statement(
  'insert_web_tool',
  `insert into web_tool (workspace_id, id, type, created_by, created_at, updated_at, name,
     description, is_async, params, messages, settings, secrets, collection_id)
   values ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
)

export async function insertTool(
  tx: Runner,
  tool: {
    readonly workspaceId: string
    readonly id: string
    readonly type: ToolType
    readonly createdBy: string
    readonly now: Date
    readonly values: ToolValues
  },
): Promise<void> {
  const { workspaceId, id, type, createdBy, now, values } = tool
  await tx.run(insertion, [workspaceId, id, type, createdBy, now, ...settable(values)])
}

const change = statement(
  'update_web_tool',
  `update web_tool set version = version + 1, updated_at = $3, name = $4, description = $5,
     is_async = $6, params = $7, messages = $8, settings = $9, secrets = $10, collection_id = $11
   where workspace_id = $1 and id = $2`,
)

export async function updateTool(
  tx: Runner,
  { workspaceId, id, now }: { workspaceId: string; id: string; now: Date },
  values: ToolValues,
): Promise<void> {
  await tx.run(change, [workspaceId, id, now, ...settable(values)])
}

const removal = statement(
  'delete_web_tool',
  'delete from web_tool where workspace_id = $1 and id = $2 returning id',
)

export async function deleteTool(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(removal, [workspaceId, id])).length > 0
}
