import type { EventName } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { definitionOf } from './open-agent.ts'
import type { AgentRow } from './queries.ts'

type AgentEvent = Extract<EventName, `agent.${string}`>

/** Tells what became of an agent, as it is now. */
export async function announceAgent(
  tx: Executor,
  { newId }: Context,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  { name, row }: { readonly name: AgentEvent; readonly row: AgentRow },
): Promise<void> {
  const definition = definitionOf(row)
  await emit(tx, {
    workspaceId,
    id: newId(),
    name,
    subjectType: 'agent',
    subjectId: row.id,
    actorUserId: userId,
    data: {
      agent: {
        id: row.id,
        name: definition.name,
        type: definition.type,
        language: definition.voice.lang,
        version: row.newest,
        live_version: row.live_version ?? row.newest,
        updated_at: row.updated_at,
      },
    },
  })
}
