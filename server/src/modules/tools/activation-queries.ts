import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const setOne = statement(
  'set_agent_web_tool',
  `insert into agent_web_tool (workspace_id, agent_id, tool_id, is_active, updated_at)
   values ($1, $2, $3, $4, $5)
   on conflict (workspace_id, agent_id, tool_id)
     do update set is_active = excluded.is_active, updated_at = excluded.updated_at
     where agent_web_tool.is_active <> excluded.is_active`,
)

export async function setActive(
  tx: Runner,
  activation: {
    readonly workspaceId: string
    readonly agentId: string
    readonly toolId: string
    readonly isActive: boolean
    readonly now: Date
  },
): Promise<void> {
  const { workspaceId, agentId, toolId, isActive, now } = activation
  await tx.run(setOne, [workspaceId, agentId, toolId, isActive, now])
}

const addMissing = statement(
  'add_agent_web_tools',
  `insert into agent_web_tool (workspace_id, agent_id, tool_id)
   select t.workspace_id, $2, t.id from web_tool t
   where t.workspace_id = $1 and t.id = any($3::uuid[])
   on conflict (workspace_id, agent_id, tool_id) do nothing`,
)
const dropSome = statement(
  'drop_agent_web_tools',
  `delete from agent_web_tool
   where workspace_id = $1 and agent_id = $2 and tool_id = any($3::uuid[])`,
)

/** An agent's tools that it did not have are active; those that it had stay as they are. */
export async function addAgentTools(
  tx: Runner,
  { workspaceId, agentId, toolIds }: AgentTools,
): Promise<void> {
  await tx.run(addMissing, [workspaceId, agentId, toolIds])
}

export async function dropAgentTools(
  tx: Runner,
  { workspaceId, agentId, toolIds }: AgentTools,
): Promise<void> {
  await tx.run(dropSome, [workspaceId, agentId, toolIds])
}

type AgentTools = {
  readonly workspaceId: string
  readonly agentId: string
  readonly toolIds: readonly string[]
}

const all = statement(
  'agent_web_tools',
  `select tool_id, is_active from agent_web_tool
   where workspace_id = $1 and agent_id = $2 order by tool_id`,
)

export function selectAgentTools(
  db: Runner,
  workspaceId: string,
  agentId: string,
): Promise<{ tool_id: string; is_active: boolean }[]> {
  return db.run(all, [workspaceId, agentId])
}

const dropAll = statement(
  'drop_all_agent_web_tools',
  'delete from agent_web_tool where workspace_id = $1 and agent_id = $2',
)

export async function dropAllAgentTools(
  tx: Runner,
  workspaceId: string,
  agentId: string,
): Promise<void> {
  await tx.run(dropAll, [workspaceId, agentId])
}
