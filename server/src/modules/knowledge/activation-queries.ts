import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const agentStatement = statement(
  'has_agent',
  'select id from agent where workspace_id = $1 and id = $2 and deleted_at is null',
)

export async function hasAgent(db: Runner, workspaceId: string, agentId: string): Promise<boolean> {
  return (await db.run(agentStatement, [workspaceId, agentId])).length > 0
}

const activateStatement = statement(
  'activate_knowledge',
  `insert into agent_knowledge_item (workspace_id, agent_id, item_id)
   select $1, $2, i.id from knowledge_item i
   where i.workspace_id = $1 and i.id = any ($3::uuid[])
   on conflict do nothing`,
)

/** Of ids that name an item. */
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

const deactivateAllStatement = statement(
  'deactivate_all_knowledge',
  'delete from agent_knowledge_item where workspace_id = $1 and agent_id = $2',
)

export async function deactivateAll(
  tx: Runner,
  workspaceId: string,
  agentId: string,
): Promise<void> {
  await tx.run(deactivateAllStatement, [workspaceId, agentId])
}

const knownStatement = statement(
  'known_knowledge_items',
  'select id from knowledge_item where workspace_id = $1 and id = any ($2::uuid[])',
)

/** Those of the ids that name an item. */
export async function selectKnownIds(
  db: Runner,
  workspaceId: string,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await db.run<{ id: string }>(knownStatement, [workspaceId, ids])
  return rows.map(({ id }) => id)
}
