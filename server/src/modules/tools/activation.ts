import type { AgentDefinition, ToggleWebTool, WebTool } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { findAgent } from '../agents/index.ts'
import {
  addAgentTools,
  dropAgentTools,
  dropAllAgentTools,
  setActive,
} from './activation-queries.ts'
import { selectTools } from './queries.ts'
import { type Caller, requireChanger, toolNotFound } from './rights.ts'
import { toWebTool } from './web-tools.ts'

export async function toggleWebTool(
  { context, principal }: Caller,
  { voiceAgentId: agentId, webToolId, toolId, id, isActive }: ToggleWebTool,
): Promise<WebTool> {
  requireChanger(principal)
  const { workspaceId } = principal
  const wanted = webToolId ?? toolId ?? id ?? ''
  const row = await context.db.transaction(async (tx) => {
    await findAgent(context, { workspaceId, agentId, environment: 'draft' }, tx)
    await requireTools(tx, workspaceId, [wanted])
    const now = context.now()
    await setActive(tx, { workspaceId, agentId, toolId: wanted, isActive, now })
    const [shown] = await selectTools(tx, workspaceId, { ids: [wanted], agentId })
    return shown
  })
  if (!row) throw toolNotFound(wanted)
  return toWebTool(context, workspaceId, row)
}

async function requireTools(
  tx: Executor,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  const rows = await selectTools(tx, workspaceId, { ids })
  const known = new Set(rows.map((row) => row.id))
  const unknown = ids.find((id) => !known.has(id))
  if (unknown !== undefined) throw toolNotFound(unknown)
}

const idsOf = (definition: AgentDefinition | undefined): string[] => [
  ...new Set((definition?.tools ?? []).map(({ toolId }) => toolId)),
]

/**
 * In the transaction that saves an agent: the tools it names become its own, and those it named before
 * and names no more are its own no more. Throws for a tool that is not there.
 */
export async function bindToolsOfAgent(
  tx: Executor,
  saved: {
    readonly workspaceId: string
    readonly agentId: string
    readonly definition: AgentDefinition
    readonly former: AgentDefinition | undefined
  },
): Promise<void> {
  const { workspaceId, agentId, definition, former } = saved
  const wanted = idsOf(definition)
  const before = idsOf(former)
  const added = wanted.filter((id) => !before.includes(id))
  const dropped = before.filter((id) => !wanted.includes(id))
  if (added.length > 0) {
    await requireTools(tx, workspaceId, added)
    await addAgentTools(tx, { workspaceId, agentId, toolIds: added })
  }
  if (dropped.length > 0) await dropAgentTools(tx, { workspaceId, agentId, toolIds: dropped })
}

/** In the transaction that deletes an agent. */
export async function releaseToolsOfAgent(
  tx: Executor,
  { workspaceId, agentId }: { readonly workspaceId: string; readonly agentId: string },
): Promise<void> {
  await dropAllAgentTools(tx, workspaceId, agentId)
}
