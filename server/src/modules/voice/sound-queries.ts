import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { CallRef } from '../agent-calls/index.ts'

const keepStatement = statement(
  'keep_call_sound',
  'insert into call_sound (workspace_id, id, file_id) values ($1, $2, $3) on conflict do nothing',
)

/** Remembers where the sound of a call lies while that goes on. */
export async function keepSound(
  tx: Executor,
  { workspaceId, callId }: CallRef,
  fileId: string,
): Promise<void> {
  await tx.run(keepStatement, [workspaceId, callId, fileId])
}

const forgetStatement = statement(
  'forget_call_sound',
  'delete from call_sound where workspace_id = $1 and id = $2',
)

export async function forgetSound(tx: Executor, { workspaceId, callId }: CallRef): Promise<void> {
  await tx.run(forgetStatement, [workspaceId, callId])
}

export type LostSound = CallRef & { readonly fileId: string; readonly createdAt: Date }

const lostStatement = statement(
  'find_lost_call_sounds',
  `select s.workspace_id as "workspaceId", s.id as "callId", s.file_id as "fileId",
     s.created_at as "createdAt"
   from call_sound s
   join agent_call c on c.workspace_id = s.workspace_id and c.id = s.id
   where c.ended_at < $1
   order by s.created_at
   limit 100`,
)

/** Sounds of calls that ended before that without their process. */
export function findLostSounds(db: Executor, before: Date): Promise<LostSound[]> {
  return db.run<LostSound>(lostStatement, [before])
}
