export {
  type AnalyticsFigures,
  type AnalyticsQuery,
  type CallLogsQuery,
  type ExportStatus,
} from './analytics.ts'
export {
  type CallChannel,
  type CallDirection,
  callStatuses,
  type CallStatus,
  type EndStatus,
} from './call.ts'
export {
  type CallConversation,
  type CallLogEntry,
  type ListedCall,
  type MinimalCall,
} from './conversation.ts'
export { agentCallEndpoints, spreadsheetType } from './endpoints.ts'
export { type CallFilters, type ListCalls, type MinimalListQuery } from './list-calls.ts'
