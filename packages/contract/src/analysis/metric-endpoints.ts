import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'
import { id } from '../fields.ts'
import { ConversationMetrics } from './conversation-metrics.ts'
import { MetricSettings, MetricSettingsChange } from './metric-settings.ts'

const common = { tag: 'Metrics', access: 'key' } as const
const settingsPath = '/functions/v1/settings/metrics'

export const metricEndpoints = {
  get: endpoint({
    ...common,
    id: 'getConversationMetrics',
    method: 'GET',
    path: '/functions/v1/api-v1-conversations/:id/metrics',
    summary: 'Metrics of a conversation',
    description:
      'Of a call, meeting, recording or agent call with a transcript. They appear a moment after the transcript, and again after each correction of it.',
    scope: 'read',
    resource: 'conversations',
    params: z.object({ id }),
    reply: dataOf(ConversationMetrics),
    errors: ['CONVERSATION_NOT_FOUND', 'METRICS_NOT_FOUND'],
  }),
  getSettings: endpoint({
    ...common,
    id: 'getMetricSettings',
    method: 'GET',
    path: settingsPath,
    summary: 'Targets that metrics are held against',
    scope: 'read',
    reply: dataOf(MetricSettings),
  }),
  updateSettings: endpoint({
    ...common,
    id: 'updateMetricSettings',
    method: 'PATCH',
    path: settingsPath,
    summary: 'Change the targets',
    description: 'By owners, admins and managers.',
    scope: 'write',
    body: MetricSettingsChange,
    reply: dataOf(MetricSettings),
  }),
}
