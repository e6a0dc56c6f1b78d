import type { AgentDefinition } from '@parley/contract'
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
  /** The tools as their own endpoints show them, by id; those that are gone are left out. */
  readonly webToolsOf: (
    context: Context,
    wanted: { readonly workspaceId: string; readonly toolIds: readonly string[] },
  ) => Promise<ReadonlyMap<string, Record<string, unknown>>>
}
