import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

export type Door = 'call_capture' | 'meetings_webhook' | 'fathom'

const insertStatement = statement(
  'insert_inbound_body',
  `insert into inbound_body (workspace_id, id, door, conversation_id, digest, body, received_at)
   values ($1, $2, $3, $4, sha256(convert_to($5, 'UTF8')), $5, $6)`,
)

/** Keeps what a door was sent, word for word, for 30 days. */
export async function keepBody(
  tx: Pick<Executor, 'run'>,
  kept: {
    readonly workspaceId: string
    readonly id: string
    readonly door: Door
    readonly conversationId: string | null
    readonly body: string
    readonly receivedAt: Date
  },
): Promise<void> {
  const { workspaceId, id, door, conversationId, body, receivedAt } = kept
  await tx.run(insertStatement, [
    workspaceId,
    id,
    door,
    conversationId,
    storableBody(body),
    receivedAt.toISOString(),
  ])
}

const insertManyStatement = statement(
  'insert_inbound_bodies',
  `insert into inbound_body (workspace_id, id, door, conversation_id, digest, body, received_at)
   select workspace_id, id, $2, conversation_id, sha256(convert_to(body, 'UTF8')), body, received_at
   from json_to_recordset($1::json) as i(workspace_id uuid, id uuid, conversation_id uuid, body text,
     received_at timestamptz)`,
)

export type KeptBody = {
  readonly workspace_id: string
  readonly id: string
  readonly conversation_id: string | null
  readonly body: string
  readonly received_at: Date
}

/** The same for many that came through one door. */
export async function keepBodies(
  tx: Pick<Executor, 'run'>,
  door: Door,
  bodies: readonly KeptBody[],
): Promise<void> {
  const storable = bodies.map((kept) => ({ ...kept, body: storableBody(kept.body) }))
  await tx.run(insertManyStatement, [JSON.stringify(storable), door])
}

/** PostgreSQL takes every character but NUL. */
export const storableBody = (body: string): string => body.replaceAll('\0', '\uFFFD')

const purgeStatement = statement(
  'purge_inbound_bodies',
  `with old as (
     select workspace_id, id from inbound_body where received_at < $1 order by received_at limit 5000
   )
   delete from inbound_body b using old where b.workspace_id = old.workspace_id and b.id = old.id
   returning 1`,
)

/** Deletes one batch of what was received before the moment; answers how many went. */
export async function purgeBodies(executor: Pick<Executor, 'run'>, before: Date): Promise<number> {
  return (await executor.run(purgeStatement, [before.toISOString()])).length
}
