export * from './access/index.ts'
export * from './accounts/index.ts'
export * from './agents/index.ts'
export * from './agent-calls/index.ts'
export * from './analysis/index.ts'
export * from './campaigns/index.ts'
export * from './conversations/index.ts'
export * from './crm/index.ts'
export * from './dashboard/index.ts'
export { type Access, type Endpoint, endpoint, type Method } from './endpoint.ts'
export { allEndpoints, endpoints, type Endpoints } from './endpoints.ts'
export {
  dataOf,
  doorRefusals,
  ErrorReply,
  listOf,
  Pagination,
  PlainRefusal,
  SentenceRefusal,
} from './envelope.ts'
export { errorMeaning } from './error-meanings.ts'
export { type ErrorCode, errorStatus } from './errors.ts'
export * from './events/index.ts'
export { BatchReply, BatchResult, maxBatchRows } from './batch.ts'
export { type FilterKind, maxLimit } from './list-query.ts'
export {
  Deleted,
  type Resource,
  type ResourceDefinition,
  type ResourceEndpoints,
  resource,
} from './resource.ts'
export * from './knowledge/index.ts'
export * from './realtime/index.ts'
export * from './media/index.ts'
export * from './operations/index.ts'
export * from './reports/index.ts'
export * from './system/index.ts'
export * from './voice/index.ts'
export * from './voice-api/index.ts'
export { TimelineEntry } from './timeline.ts'
export * from './tools/index.ts'
export * from './webhooks/index.ts'
