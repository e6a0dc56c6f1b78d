import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type LogRow = {
  readonly id: string
  readonly category: string
  readonly message: string
  readonly nodeId: string | null
  /** JSON. */
  readonly payload: string
  readonly at: string
}

const insertStatement = statement(
  'insert_agent_call_log',
  `insert into agent_call_log (workspace_id, call_id, id, category, message, node_id, payload, at)
   select $1, $2, l.id, l.category, l.message, l."nodeId", l.payload, l.at
   from json_to_recordset($3::json) as l (id uuid, category text, message text, "nodeId" text,
     payload text, at timestamptz)
   on conflict do nothing returning id`,
)

/** Answers the ids of those that are new. */
export async function insertLog(
  tx: Runner,
  workspaceId: string,
  callId: string,
  rows: readonly LogRow[],
): Promise<ReadonlySet<string>> {
  const values = [workspaceId, callId, JSON.stringify(rows)]
  const added = await tx.run<{ id: string }>(insertStatement, values)
  return new Set(added.map(({ id }) => id))
}
