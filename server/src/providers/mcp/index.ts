import type { McpServer } from './port.ts'
import type { McpOptions } from './session.ts'

export { McpError, type McpTool } from './port.ts'

/** Loads nothing before the first call: the SDK and its schemas take some 25 MB. */
export function openMcp(options: McpOptions): McpServer {
  const open = async () => (await import('./client.ts')).openMcp(options)
  return {
    listTools: async (signal) => (await open()).listTools(signal),
    callTool: async (call, signal) => (await open()).callTool(call, signal),
  }
}
