import type { McpOptions } from './client.ts'
import type { McpServer } from './port.ts'

export { McpError, type McpTool } from './port.ts'

/** Loads nothing before the first call: the SDK and its schemas take some 25 MB. */
export function openMcp(options: McpOptions): McpServer {
  const open = async () => (await import('./client.ts')).openMcp(options)
  return {
    listTools: async (signal) => (await open()).listTools(signal),
    callTool: async (call, signal) => (await open()).callTool(call, signal),
  }
}
