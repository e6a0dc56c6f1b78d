import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId } from '../fields.ts'
import { pageOf, resultOf } from '../voice-api/index.ts'
import { ToolTest } from './tool-test.ts'
import {
  McpToolList,
  NewWebTool,
  ToggleWebTool,
  WebTool,
  WebToolCall,
  WebToolChanges,
  WebToolQuery,
  WebToolResult,
} from './web-tool.ts'

const common = {
  tag: 'Web tools',
  access: 'key',
  resource: 'web-tools',
  envelope: 'voice',
  pace: 'standard',
} as const
const params = z.object({ id })
const whoMayChange = 'For managers, admins and owners.'
const v1 = 'v1/voice-agents/web-tool'

function readFamily<const Name extends string, const Path extends string>(
  name: Name,
  path: Path,
  where: string,
) {
  return {
    list: endpoint({
      ...common,
      // Generators make names of these: WebToolsV1, not WebToolV1s.
      id: `list${name.replace(/(V1)?$/, 's$1')}`,
      method: 'GET',
      path: `/${path}/list`,
      summary: `List tools${where}, newest first`,
      scope: 'read',
      query: WebToolQuery,
      reply: pageOf('webTools', WebTool),
    }),
    get: endpoint({
      ...common,
      id: `get${name}`,
      method: 'GET',
      path: `/${path}/:id`,
      summary: `Get a tool${where}`,
      scope: 'read',
      params,
      reply: resultOf(WebTool),
      errors: ['WEB_TOOL_NOT_FOUND'],
    }),
  } as const
}

function changeFamily<const Name extends string, const Path extends string>(
  name: Name,
  path: Path,
  where: string,
) {
  return {
    create: endpoint({
      ...common,
      id: `create${name}`,
      method: 'POST',
      path: `/${path}`,
      summary: `Add a tool${where}`,
      description: `A server that agents call (FUNCTION), or one whose tools they learn by themselves (MCP). ${whoMayChange}`,
      scope: 'write',
      body: NewWebTool,
      reply: resultOf(WebTool),
      errors: ['CONFLICT'],
    }),
    update: endpoint({
      ...common,
      id: `update${name}`,
      method: 'PATCH',
      path: `/${path}/:id`,
      summary: `Change a tool${where}`,
      description: whoMayChange,
      scope: 'write',
      params,
      body: WebToolChanges,
      reply: resultOf(WebTool),
      errors: ['WEB_TOOL_NOT_FOUND'],
    }),
    delete: endpoint({
      ...common,
      id: `delete${name}`,
      method: 'DELETE',
      path: `/${path}/:id`,
      summary: `Delete a tool${where}`,
      description: `Agents lose it at once. ${whoMayChange}`,
      scope: 'delete',
      params,
      reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
      errors: ['WEB_TOOL_NOT_FOUND'],
    }),
  } as const
}

/** The same tools at each of their addresses; clients of the wild know three. */
function family<const Name extends string, const Path extends string>(
  name: Name,
  path: Path,
  where: string,
) {
  return { ...readFamily(name, path, where), ...changeFamily(name, path, where) } as const
}

export const webToolEndpoints = {
  ...family('WebTool', 'v2/web-tool', ''),
  toggle: endpoint({
    ...common,
    id: 'toggleWebTool',
    method: 'POST',
    path: `/${v1}/toggle-activation`,
    summary: 'Let an agent use a tool, or not',
    description: whoMayChange,
    scope: 'write',
    body: ToggleWebTool,
    reply: resultOf(WebTool),
    errors: ['WEB_TOOL_NOT_FOUND', 'AGENT_NOT_FOUND'],
  }),
  test: endpoint({
    ...common,
    id: 'testApiTool',
    method: 'POST',
    path: `/${v1}/test-api-tool`,
    summary: 'Try a request to a server, and watch its attempts',
    description: `Answers server-sent events as they happen: \`attempt\`, then \`response\` or \`error\`, and \`end\`. With \`Accept: application/x-ndjson\` each is a line \`{"event", "data"}\` instead. ${whoMayChange}`,
    scope: 'write',
    body: ToolTest,
    reply: z.never(),
    files: ['text/event-stream', 'application/x-ndjson'],
  }),
  call: endpoint({
    ...common,
    id: 'callWebTool',
    method: 'POST',
    path: '/v2/web-tool/:id/call',
    summary: 'Call a tool as an agent would',
    description: `With its secrets and its rules. ${whoMayChange}`,
    scope: 'write',
    params,
    body: WebToolCall,
    reply: resultOf(WebToolResult),
    errors: ['WEB_TOOL_NOT_FOUND'],
  }),
  run: endpoint({
    ...common,
    id: 'runWebTool',
    method: 'POST',
    path: '/v2/web-tool/:id/run',
    summary: 'Call a tool as an agent would, and watch its attempts',
    description: `Answers server-sent events as they happen: \`attempt\` for each, and \`result\` at the end. With \`Accept: application/x-ndjson\` each is a line \`{"event", "data"}\` instead. ${whoMayChange}`,
    scope: 'write',
    params,
    body: WebToolCall,
    reply: z.never(),
    files: ['text/event-stream', 'application/x-ndjson'],
    errors: ['WEB_TOOL_NOT_FOUND'],
  }),
  mcpTools: endpoint({
    ...common,
    id: 'listMcpTools',
    method: 'GET',
    path: '/v2/web-tool/:id/mcp-tools',
    summary: 'List what an MCP server offers',
    description: whoMayChange,
    scope: 'read',
    params,
    reply: resultOf(McpToolList),
    errors: ['WEB_TOOL_NOT_FOUND', 'CONFLICT', 'WEB_TOOL_UNAVAILABLE'],
  }),
} as const

/** The same by the addresses of the API reference and of v1. */
export const otherWebToolEndpoints = {
  reference: family('VoiceAgentWebTool', 'v2/voice-agents/web-tool', ' (second address)'),
  v1: family('WebToolV1', v1, ' (v1)'),
} as const
