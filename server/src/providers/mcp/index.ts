export { type McpOptions, openMcp } from './client.ts'
export {
  type McpAnswer,
  type McpCall,
  McpError,
  type McpFailure,
  type McpServer,
  type McpTool,
} from './port.ts'
