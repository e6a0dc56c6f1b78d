import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const agentStatement = statement(
  'has_agent',
  'select id from agent where workspace_id = $1 and id = $2 and deleted_at is null',
)

export async function hasAgent(
  db: Runner,
  workspaceId: string,
  agentId: string,
): Promise<boolean> {
  return (await db.run(agentStatement, [workspaceId, agentId])).length > 0
}

const activateStatement = statement(
  'activate_knowledge',
  `insert into agent_knowledge_item (workspace_id, agent_id, item_id)
   select $1, $2, i.id from knowledge_item i
   where i.workspace_id = $1 and i.id = any ($3::uuid[])
   on conflict do nothing`,
)

/** Ids that name no item are passed over. */
export async function activate(
  tx: Runner,
  workspaceId: string,
  agentId: string,
  itemIds: readonly string[],
): Promise<void> {
  await tx.run(activateStatement, [workspaceId, agentId, itemIds])
}

const deactivateStatement = statement(
  'deactivate_knowledge',
  'delete from agent_knowledge_item where workspace_id = $1 and agent_id = $2 and item_id = $3',
)

export async function deactivate(
  tx: Runner,
  workspaceId: string,
  agentId: string,
  itemId: string,
): Promise<void> {
  await tx.run(deactivateStatement, [workspaceId, agentId, itemId])
}

const deactivateOthersStatement = statement(
  'deactivate_other_knowledge',
  `delete from agent_knowledge_item
   where workspace_id = $1 and agent_id = $2 and not (item_id = any ($3::uuid[]))`,
)

export async function deactivateOthers(
  tx: Runner,
  workspaceId: string,
  agentId: string,
  itemIds: readonly string[],
): Promise<void> {
  await tx.run(deactivateOthersStatement, [workspaceId, agentId, itemIds])
}

const ofAgentStatement = statement(
  'knowledge_ids_of_agent',
  `select item_id as id from agent_knowledge_item where workspace_id = $1 and agent_id = $2
   order by created_at, item_id`,
)

export async function selectItemIds(
  db: Runner,
  workspaceId: string,
  agentId: string,
): Promise<string[]> {
  const rows = await db.run<{ id: string }>(ofAgentStatement, [workspaceId, agentId])
  return rows.map(({ id }) => id)
}
