import type { EventName } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emitJson } from '../../platform/events/event.ts'
import { selectRecording, selectTranscribed } from './queries.ts'

type Announced = Extract<EventName, `recording.${string}`>

/** Announces what became of a recording, as it is now in this transaction. */
export async function announce(
  tx: Executor,
  context: Context,
  name: Announced,
  about: {
    readonly workspaceId: string
    readonly id: string
    readonly actorUserId?: string | null
  },
): Promise<void> {
  const { workspaceId, id, actorUserId = null } = about
  const json =
    name === 'recording.transcript.ready'
      ? await selectTranscribed(tx, workspaceId, id)
      : await selectRecording(tx, { workspaceId, userId: '', seesAllRows: true }, id)
  // Its conversation was deleted meanwhile.
  if (json === undefined) return
  const recording = name === 'recording.deleted' ? `${json.slice(0, -1)},"deleted":true}` : json
  await emitJson(tx, {
    workspaceId,
    id: context.newId(),
    name,
    subjectType: 'recording',
    subjectId: id,
    actorUserId,
    payload: `{"recording":${recording}}`,
  })
}
