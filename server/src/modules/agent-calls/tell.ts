import type { EventData } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'

type CallEvent =
  | 'call.started'
  | 'call.answered'
  | 'call.ended'
  | 'transcription.update'
  | 'tool.executed'

/** Announces what happened in a call, in the caller's transaction. */
export function tell<Name extends CallEvent>(
  tx: Executor,
  { newId }: Context,
  about: {
    readonly workspaceId: string
    readonly name: Name
    readonly subjectId: string
    readonly data: EventData<Name>
  },
): Promise<void> {
  const { workspaceId, name, subjectId, data } = about
  const subjectType = name.slice(0, name.indexOf('.'))
  return emit(tx, {
    workspaceId,
    id: newId(),
    name,
    subjectType,
    subjectId,
    actorUserId: null,
    data,
  })
}
