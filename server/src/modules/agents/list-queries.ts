import type { Database } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import type { AgentRow } from './queries.ts'

const matches = `($2::text[] is null or a.language = any($2))
  and ($3::text[] is null or a.type = any($3))
  and ($4::text[] is null or a.search_text like all($4))`

const counting = statement(
  'count_agents',
  `select count(*)::int as total, (count(*) filter (where ${matches}))::int as filtered
   from agent a where a.workspace_id = $1 and a.deleted_at is null`,
)

const expressions = { createdAt: 'a.created_at', updatedAt: 'a.updated_at', name: 'lower(a.name)' }
const orders = ['asc', 'desc'] as const

const pages = new Map<string, Statement>(
  Object.entries(expressions).flatMap(([field, expression]) =>
    orders.map((order) => [
      `${field} ${order}`,
      statement(
        'list_agents',
        `select a.id, a.version as newest, a.live_version, iso(a.live_since) as live_since, a.live_by,
           a.webhook_endpoint_id, iso(a.created_at) as created_at, iso(a.updated_at) as updated_at,
           v.id as version_id, v.number, v.definition, v.secrets
         from (
           select * from agent a
           where a.workspace_id = $1 and a.deleted_at is null and ${matches}
           order by ${expression} ${order}, a.id ${order} limit $5 offset $6
         ) a
         join agent_version v on v.workspace_id = a.workspace_id and v.agent_id = a.id
           and v.number = a.version
         order by ${expression} ${order}, a.id ${order}`,
      ),
    ]),
  ),
)

export type AgentFilter = {
  readonly workspaceId: string
  /** Null: any. */
  readonly languages: readonly string[] | null
  readonly types: readonly string[] | null
  /** Patterns of LIKE that all must match the name in lower case; null: any name. */
  readonly patterns: readonly string[] | null
}

export type AgentPage = {
  readonly sort: keyof typeof expressions
  readonly order: (typeof orders)[number]
  readonly limit: number
  readonly offset: number
}

const valuesOf = ({ workspaceId, languages, types, patterns }: AgentFilter) => [
  workspaceId,
  languages,
  types,
  patterns,
]

/** Each with its newest version. */
export async function selectAgents(
  db: Database,
  filter: AgentFilter,
  { sort, order, limit, offset }: AgentPage,
): Promise<AgentRow[]> {
  const page = pages.get(`${sort} ${order}`)
  if (!page) throw new Error(`Agents are not sorted by ${sort} ${order}.`)
  return db.runPlanned<AgentRow>(page, [...valuesOf(filter), limit, offset])
}

export async function countAgents(
  db: Database,
  filter: AgentFilter,
): Promise<{ total: number; filtered: number }> {
  const [row] = await db.runPlanned<{ total: number; filtered: number }>(counting, valuesOf(filter))
  return row ?? { total: 0, filtered: 0 }
}
