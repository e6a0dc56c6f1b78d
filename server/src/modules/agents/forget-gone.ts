import type { AgentDefinition } from '@parley/contract'
import type { Caller } from './rights.ts'

/** The definition without tools and knowledge that were deleted since it was saved. */
export async function withoutGone(
  { context, principal, services }: Caller,
  definition: AgentDefinition,
): Promise<AgentDefinition> {
  const { tools, knowledgeBaseItemsIds } = definition
  if (tools.length + knowledgeBaseItemsIds.length === 0) return definition
  const there = await services.stillThere(context, {
    workspaceId: principal.workspaceId,
    toolIds: [...new Set(tools.map(({ toolId }) => toolId))],
    itemIds: knowledgeBaseItemsIds,
  })
  return {
    ...definition,
    tools: tools.filter(({ toolId }) => there.has(toolId)),
    knowledgeBaseItemsIds: knowledgeBaseItemsIds.filter((id) => there.has(id)),
  }
}
