import type { ToolMessage, ToolType } from '@parley/contract'
import type { Context } from '../../context.ts'
import { McpError, type McpTool } from '../../providers/mcp/index.ts'
import { selectAgentTools } from './activation-queries.ts'
import { mcpOf } from './call-tool.ts'
import { functionNames, readOverrides, readParameters, withOverrides } from './params-rules.ts'
import { selectTools, type ShownToolRow } from './queries.ts'
import type { Values } from './request-rules.ts'
import { openReached } from './settings.ts'

/** How an agent's definition binds a tool; the rest of a binding does not matter here. */
type BoundTool = { readonly toolId: string; readonly overrides?: unknown }

/** A tool as a model is offered it. Hand `toolId`, `remoteName` and `fixed` on to `callTool`. */
type AgentTool = {
  readonly toolId: string
  readonly type: ToolType
  /** Unique among the agent's tools, and fit for every model's functions. */
  readonly functionName: string
  /** As people know it. */
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly parameters: Values
  readonly remoteName: string | undefined
  /** Arguments that the agent's binding decides. */
  readonly fixed: Values
  /** The agent goes on without waiting for the answer. */
  readonly isAsync: boolean
  /** Said while it works; types in capitals, such as REQUEST_START. */
  readonly messages: readonly ToolMessage[]
  readonly timeoutMs: number
}

type AgentTools = {
  readonly tools: readonly AgentTool[]
  /** Servers that did not tell what they offer. The agent works without them. */
  readonly problems: readonly { readonly toolId: string; readonly message: string }[]
}

type Wanted = {
  readonly workspaceId: string
  readonly agentId: string
  /** Of the version of the agent that speaks: its tools are offered unless switched off. */
  readonly bindings?: readonly BoundTool[] | undefined
  readonly signal?: AbortSignal | undefined
}

type Offer = Omit<AgentTool, 'functionName'>

/** The tools an agent may use now. Servers of MCP are asked what they offer. */
export async function toolsOfAgent(context: Context, wanted: Wanted): Promise<AgentTools> {
  const { workspaceId, agentId, bindings = [], signal } = wanted
  const states = await selectAgentTools(context.db, workspaceId, agentId)
  const off = new Set(states.filter((one) => !one.is_active).map((one) => one.tool_id))
  const ids = [...states.map((one) => one.tool_id), ...bindings.map(({ toolId }) => toolId)]
  const wantedIds = [...new Set(ids)].filter((id) => !off.has(id))
  if (wantedIds.length === 0) return { tools: [], problems: [] }
  const rows = await selectTools(context.db, workspaceId, { ids: wantedIds })
  const offers = await Promise.all(
    rows.map((row) => {
      const binding = bindings.find(({ toolId }) => toolId === row.id)
      return offersOf(context, row, { overrides: binding?.overrides, signal })
    }),
  )
  const all = offers.flatMap((one) => ('problem' in one ? [] : one))
  const names = functionNames(
    all.map(({ name, remoteName, toolId }) => ({ name: remoteName ?? name, id: toolId })),
  )
  return {
    tools: all.map((offer, index) => ({ ...offer, functionName: names[index] ?? offer.toolId })),
    problems: offers.flatMap((one) => ('problem' in one ? [one.problem] : [])),
  }
}

type Way = { readonly overrides: unknown; readonly signal: AbortSignal | undefined }

async function offersOf(context: Context, row: ShownToolRow, { overrides, signal }: Way) {
  const messages = (JSON.parse(row.messages) as ToolMessage[]).map(({ type, content }) => ({
    type: type.toUpperCase(),
    content,
  }))
  const reached = openReached(context, row)
  const { timeoutMs } = reached.settings
  const common = { toolId: row.id, type: row.type, messages, timeoutMs }
  const known = readOverrides(overrides)
  if (row.type === 'FUNCTION') {
    const { schema } = readParameters(JSON.parse(row.params ?? '{}') as Values)
    const { schema: parameters, fixed } = withOverrides(schema, known)
    const { name, description } = row
    const isAsync = row.is_async ?? false
    return [{ ...common, name, description, parameters, fixed, isAsync, remoteName: undefined }]
  }
  const remote = await learn(context, row, signal)
  if ('problem' in remote) return remote
  return remote.map(({ name, description, inputSchema }): Offer => {
    const { schema: parameters, fixed } = withOverrides(inputSchema, known)
    const told = description === '' ? row.description : description
    return {
      ...common,
      name,
      description: told,
      parameters,
      fixed,
      isAsync: false,
      remoteName: name,
    }
  })
}

/** What a server offers changes seldom, and a call should not wait for it. */
const rememberedMs = 60_000
const maxRemembered = 500
const remembered = new Map<
  string,
  { readonly untilMs: number; readonly tools: readonly McpTool[] }
>()

async function learn(
  context: Context,
  row: ShownToolRow,
  signal: AbortSignal | undefined,
): Promise<readonly McpTool[] | { readonly problem: { toolId: string; message: string } }> {
  const key = `${row.id} ${row.version}`
  const nowMs = context.now().getTime()
  const known = remembered.get(key)
  if (known && known.untilMs > nowMs) return known.tools
  try {
    const tools = await mcpOf(context, openReached(context, row)).listTools(signal)
    remembered.set(key, { untilMs: nowMs + rememberedMs, tools })
    if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? '')
    return tools
  } catch (error) {
    if (!(error instanceof McpError)) throw error
    context.log.warn({ toolId: row.id, reason: error.sentence }, 'an MCP server tells no tools')
    return { problem: { toolId: row.id, message: error.sentence } }
  }
}
