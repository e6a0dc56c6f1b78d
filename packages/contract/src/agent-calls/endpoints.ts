import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId } from '../fields.ts'
import { pageOf, resultOf } from '../voice-api/index.ts'
import {
  AnalyticsOverview,
  AnalyticsPerformance,
  AnalyticsQuery,
  AnalyticsSatisfaction,
  CallLogsQuery,
  ExportDownloadQuery,
  ExportStatus,
  ExportStatusQuery,
  StartedExport,
} from './analytics.ts'
import { CallConversation, CallLogEntry, ListedCall, MinimalCall } from './conversation.ts'
import { ListCalls, MinimalListQuery } from './list-calls.ts'

const common = {
  access: 'key',
  resource: 'conversations',
  scope: 'read',
  envelope: 'voice',
  pace: 'standard',
} as const
const ofCalls = { ...common, tag: 'Calls of agents' } as const
const ofAnalytics = { ...common, method: 'GET', tag: 'Analytics of agents' } as const

export const spreadsheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const calls = '/v1/voice-agents'
const analytics = '/v1/agent-analytics'
const params = z.object({ conversationId: id })
const whose = 'Reps see the calls that are theirs.'

export const agentCallEndpoints = {
  get: endpoint({
    ...ofCalls,
    id: 'getAgentConversation',
    method: 'GET',
    path: `${calls}/conversation/:conversationId`,
    summary: 'Get a call of an agent',
    description: `Also while it goes on. ${whose}`,
    params,
    query: z.object({
      jobId: z.string().max(100).optional().describe('Ignored: the path says it.'),
    }),
    reply: resultOf(CallConversation),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  delete: endpoint({
    ...ofCalls,
    id: 'deleteAgentConversation',
    method: 'DELETE',
    path: `${calls}/conversation/:conversationId`,
    summary: 'Delete a call of an agent',
    description: 'With its recording, transcript and analysis. One that goes on cannot be deleted.',
    scope: 'delete',
    params,
    reply: resultOf(z.object({ id: shownId, deleted: z.literal(true) })),
    errors: ['CONVERSATION_NOT_FOUND', 'CONFLICT'],
  }),
  minimalList: endpoint({
    ...ofCalls,
    id: 'listMinimalCalls',
    method: 'GET',
    path: `${calls}/conversations/minimal-list`,
    summary: 'List calls of agents in short',
    description: `Newest first. ${whose}`,
    query: MinimalListQuery,
    reply: pageOf('calls', MinimalCall),
  }),
  list: endpoint({
    ...ofCalls,
    id: 'listAgentConversations',
    method: 'POST',
    path: `${calls}/conversations/list`,
    summary: 'List calls of agents with filters',
    description: `Newest first unless sorted. ${whose}`,
    body: ListCalls,
    reply: pageOf('conversations', ListedCall),
  }),
  overview: endpoint({
    ...ofAnalytics,
    id: 'getAgentAnalyticsOverview',
    path: `${analytics}/overview`,
    summary: 'Get how many calls there were, and of which kinds',
    query: AnalyticsQuery,
    reply: resultOf(AnalyticsOverview),
  }),
  performance: endpoint({
    ...ofAnalytics,
    id: 'getAgentAnalyticsPerformance',
    path: `${analytics}/performance`,
    summary: 'Get how calls went: answers, ends, latencies, tools',
    query: AnalyticsQuery,
    reply: resultOf(AnalyticsPerformance),
  }),
  satisfaction: endpoint({
    ...ofAnalytics,
    id: 'getAgentAnalyticsSatisfaction',
    path: `${analytics}/satisfaction`,
    summary: 'Get how content callers were',
    query: AnalyticsQuery,
    reply: resultOf(AnalyticsSatisfaction),
  }),
  logs: endpoint({
    ...ofAnalytics,
    id: 'listAgentCallLogs',
    path: `${analytics}/logs`,
    summary: 'List what an agent did in a call',
    description: 'In order of time, at most 10,000 entries.',
    query: CallLogsQuery,
    reply: resultOf(z.array(CallLogEntry)),
    errors: ['CONVERSATION_NOT_FOUND'],
  }),
  export: endpoint({
    ...ofAnalytics,
    id: 'exportAgentConversations',
    path: `${analytics}/conversations/export`,
    summary: 'Export calls of agents to Excel',
    description:
      'Answers the file, of at most 5,000 calls; with `projectId` an id instead, under which a file of at most 50,000 calls can be asked for.',
    query: AnalyticsQuery,
    reply: resultOf(StartedExport),
    files: [spreadsheetType],
  }),
  exportStatus: endpoint({
    ...ofAnalytics,
    id: 'getCallExportStatus',
    path: `${analytics}/conversations/export/status`,
    summary: 'Get whether an export is ready',
    query: ExportStatusQuery,
    reply: resultOf(ExportStatus),
    errors: ['EXPORT_NOT_FOUND'],
  }),
  exportDownload: endpoint({
    ...ofAnalytics,
    id: 'downloadCallExport',
    access: 'none',
    path: `${analytics}/conversations/export/download`,
    summary: 'Download an export by its link',
    query: ExportDownloadQuery,
    reply: z.never(),
    files: [spreadsheetType],
    errors: ['LINK_EXPIRED'],
  }),
}
