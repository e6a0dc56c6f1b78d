export { openMcp } from './client.ts'
export { McpError, type McpTool } from './port.ts'
