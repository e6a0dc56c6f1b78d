import type { McpToolList } from '@parley/contract'
import { AppError } from '../../platform/errors.ts'
import { McpError } from '../../providers/mcp/index.ts'
import { mcpOf } from './call-tool.ts'
import { findTool } from './queries.ts'
import { type Caller, requireChanger, toolNotFound } from './rights.ts'
import { openReached } from './settings.ts'

/** What an MCP server offers now. */
export async function listMcpTools(
  { context, principal }: Caller,
  id: string,
  signal: AbortSignal,
): Promise<McpToolList> {
  requireChanger(principal)
  const row = await findTool(context.db, principal.workspaceId, id)
  if (!row) throw toolNotFound(id)
  if (row.type !== 'MCP') throw new AppError('CONFLICT', 'This tool is no MCP server.')
  try {
    const tools = await mcpOf(context, openReached(context, row)).listTools(signal)
    return tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      parameters: inputSchema,
    }))
  } catch (error) {
    if (!(error instanceof McpError)) throw error
    throw new AppError('WEB_TOOL_UNAVAILABLE', error.sentence, { reason: error.failure })
  }
}
