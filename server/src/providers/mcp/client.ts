import type { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { inHeldSession } from './held-sessions.ts'
import type { McpAnswer, McpServer, McpTool } from './port.ts'
import { inOwnSession, type Limits, type McpOptions } from './session.ts'

/** Pages of a list of tools that are read; more are left out. */
const maxPages = 20
const maxTools = 200

/** By the official SDK over streamable HTTP. */
export function openMcp(options: McpOptions): McpServer {
  return {
    listTools: (signal) => inOwnSession(options, signal, listAll),
    callTool: (call, signal) => {
      const work = async (client: Client, limits: Limits) => {
        const params = { name: call.name, arguments: { ...call.arguments } }
        return toAnswer(await client.callTool(params, undefined, limits))
      }
      return options.sessionKey === undefined
        ? inOwnSession(options, signal, work)
        : inHeldSession(options, options.sessionKey, signal, work)
    },
  }
}

async function listAll(client: Client, limits: Limits): Promise<readonly McpTool[]> {
  const tools: McpTool[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages && tools.length < maxTools; page += 1) {
    const answer = await client.listTools(cursor === undefined ? {} : { cursor }, limits)
    for (const { name, description = '', inputSchema } of answer.tools) {
      tools.push({ name, description, inputSchema })
    }
    cursor = answer.nextCursor
    if (cursor === undefined) break
  }
  return tools.slice(0, maxTools)
}

type Content = { readonly type: string; readonly text?: unknown }

function toAnswer(result: Record<string, unknown>): McpAnswer {
  const content = (Array.isArray(result.content) ? result.content : []) as Content[]
  const isText = content.length > 0 && content.every(({ type }) => type === 'text')
  const text = content.map((part) => String(part.text)).join('\n')
  return {
    isError: result.isError === true,
    output: result.structuredContent ?? (isText ? text : content),
  }
}
