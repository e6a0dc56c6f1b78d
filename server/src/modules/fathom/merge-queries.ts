import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const moveKeys = statement(
  'move_meeting_keys',
  'update meeting_key set conversation_id = $3 where workspace_id = $1 and conversation_id = $2',
)
const moveBodies = statement(
  'move_inbound_bodies',
  'update inbound_body set conversation_id = $3 where workspace_id = $1 and conversation_id = $2',
)
const dropFacts = statement(
  'drop_meeting_facts',
  'delete from meeting_facts where workspace_id = $1 and conversation_id = $2',
)
const dropTranscript = statement(
  'drop_transcript_of',
  'delete from transcript where workspace_id = $1 and conversation_id = $2',
)
const moveTranscript = statement(
  'move_transcript',
  `update transcript t set conversation_id = $3, updated_at = now()
   where t.workspace_id = $1 and t.conversation_id = $2 and not exists (
     select from transcript o where o.workspace_id = $1 and o.conversation_id = $3)
   returning t.id`,
)

export type Move = {
  readonly workspaceId: string
  readonly from: string
  readonly to: string
  /** The transcript of `from` is the better one. */
  readonly replaceTranscript: boolean
}

/** Gives what hangs on one meeting to another; answers the transcript that moved, if one did. */
export async function moveMeeting(
  tx: Executor,
  { workspaceId, from, to, replaceTranscript }: Move,
): Promise<string | undefined> {
  const values = [workspaceId, from, to]
  await tx.run(moveKeys, values)
  await tx.run(moveBodies, values)
  await tx.run(dropFacts, [workspaceId, from])
  if (replaceTranscript) await tx.run(dropTranscript, [workspaceId, to])
  const [moved] = await tx.run<{ id: string }>(moveTranscript, values)
  return moved?.id
}
