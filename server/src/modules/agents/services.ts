import type { AgentDefinition, VoiceAgent } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'

type SavedAgent = {
  readonly workspaceId: string
  readonly agentId: string
  readonly definition: AgentDefinition
  /** Undefined for a new one. */
  readonly former: AgentDefinition | undefined
}

/** What other parts add to agents; handed in by app.ts, because they know agents and not the reverse. */
export type AgentServices = {
  /** In the transaction of each save: takes over what the agent names, or refuses ids that are not there. */
  readonly onSaved: readonly ((tx: Executor, saved: SavedAgent) => Promise<void>)[]
  /** In the transaction that deletes one: lets go of what was assigned to it. */
  readonly onDeleted: readonly ((
    tx: Executor,
    agent: { readonly workspaceId: string; readonly agentId: string },
  ) => Promise<void>)[]
  /** Of these ids, those of things that are there: an older version may name what was deleted since. */
  readonly stillThere: (
    context: Context,
    named: {
      readonly workspaceId: string
      readonly toolIds: readonly string[]
      readonly itemIds: readonly string[]
    },
  ) => Promise<ReadonlySet<string>>
  /** The tools as their own endpoints show them, by id; those that are gone are left out. */
  readonly webToolsOf: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly toolIds: readonly string[] },
  ) => Promise<ReadonlyMap<string, Record<string, unknown>>>
  /** The numbers that are assigned to these agents now, the oldest first. */
  readonly numbersOf: (
    db: Pick<Executor, 'run'>,
    wanted: { readonly workspaceId: string; readonly agentIds: readonly string[] },
  ) => Promise<ReadonlyMap<string, VoiceAgent['phoneNumbers']>>
  /** Voices by the ids that agents have of them; those that are gone are left out. */
  readonly voicesOf: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly voiceIds: readonly string[] },
  ) => Promise<ReadonlyMap<string, NonNullable<VoiceAgent['voice']['voiceRecord']>>>
}
