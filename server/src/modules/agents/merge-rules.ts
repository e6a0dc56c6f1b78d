import { AgentDefinition, type ToolBinding } from '@parley/contract'
import type { AgentWishes, Json } from './body-rules.ts'

/** Objects that say one thing as a whole: half of an old one and half of a new one would say nothing. */
const replacedWhole = new Set(['outcomeResponseShape', 'phoneNumber'])

/** The definition after these wishes, checked as a whole; `former` is undefined for a new agent. */
export function definitionAfter(
  former: AgentDefinition | undefined,
  wishes: AgentWishes,
): ReturnType<typeof AgentDefinition.safeParse> {
  const fields = merged((former ?? {}) as Json, wishes.fields)
  const tools = toolsAfter(former?.tools ?? [], fields.tools as ToolBinding[], wishes)
  return AgentDefinition.safeParse({ ...fields, ...typeAfter(former, wishes.fields), tools })
}

/** Objects are merged, lists and values replaced, and null takes away what was there. */
function merged(former: Json, wanted: Json): Json {
  const after: Record<string, unknown> = { ...former }
  for (const [name, value] of Object.entries(wanted)) {
    const before = after[name]
    if (value === undefined) continue
    if (value === null) delete after[name]
    else if (isJson(value) && isJson(before) && !replacedWhole.has(name)) {
      after[name] = merged(before, value)
    } else after[name] = isJson(value) ? merged({}, value) : value
  }
  return after
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whoever sends a flow and does not say the type means a Flow Agent. */
function typeAfter(former: AgentDefinition | undefined, { type, workflow }: Json): Json {
  const nodes = isJson(workflow) ? workflow.nodes : undefined
  const sendsFlow = Array.isArray(nodes) && nodes.length > 0
  if (type || !sendsFlow || former?.type === 'Flow Agent') return {}
  return { type: 'Flow Agent' }
}

/** v1 names tools by their ids alone; those that belong to a node of the flow stay. */
function toolsAfter(
  former: readonly ToolBinding[],
  listed: readonly ToolBinding[] | undefined,
  { fields, toolIds, toolOverrides }: AgentWishes,
): readonly unknown[] {
  const sent = fields.tools !== undefined
  const tools: readonly unknown[] =
    toolIds === undefined || sent
      ? (listed ?? [])
      : [
          ...former.filter(({ nodeId }) => nodeId !== null),
          ...(toolIds ?? []).map(
            (toolId) =>
              former.find((tool) => tool.toolId === toolId && tool.nodeId === null) ?? { toolId },
          ),
        ]
  if (toolOverrides === undefined) return tools
  return tools.map((tool) => {
    const { toolId, nodeId } = tool as ToolBinding
    if (nodeId) return tool
    const overrides = toolOverrides?.[toolId]
    return { ...(tool as ToolBinding), overrides: isJson(overrides) ? overrides : {} }
  })
}
