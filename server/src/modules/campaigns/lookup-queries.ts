import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const agentOf = statement(
  'agent_for_campaign',
  'select id from agent where workspace_id = $1 and id = $2 and deleted_at is null',
)

export async function hasAgent(db: Executor, workspaceId: string, id: string): Promise<boolean> {
  return (await db.run(agentOf, [workspaceId, id])).length > 0
}

const numberOf = statement(
  'phone_number_for_campaign',
  'select id from phone_number where workspace_id = $1 and (number = $2 or id::text = $2)',
)

/** By E.164 or by id. */
export async function findPhoneNumberId(
  db: Executor,
  workspaceId: string,
  numberOrId: string,
): Promise<string | undefined> {
  const [row] = await db.run<{ id: string }>(numberOf, [workspaceId, numberOrId])
  return row?.id
}

const firstNumberOf = statement(
  'phone_number_of_agent_for_campaign',
  'select id from phone_number where workspace_id = $1 and agent_id = $2 order by id limit 1',
)

export async function findNumberOfAgent(
  db: Executor,
  workspaceId: string,
  agentId: string,
): Promise<string | undefined> {
  const [row] = await db.run<{ id: string }>(firstNumberOf, [workspaceId, agentId])
  return row?.id
}
