import { z } from 'zod'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { dataOf } from '../envelope.ts'
import { id } from '../fields.ts'
import { formatQuery, rangeQuery, reportQuery } from './report-query.ts'
import { ReportSettings, ReportSettingsChange } from './report-settings.ts'
import {
  ActivityReport,
  CriteriaReport,
  OutcomesReport,
  PipelineReport,
  RepReport,
  RepsReport,
  TeamReport,
  TrendReport,
  VolumeReport,
} from './report-shapes.ts'

const common = { tag: 'Reports', access: 'key' } as const
const read = { ...common, method: 'GET', scope: 'read', resource: 'reports' } as const
const files = ['text/csv'] as const
const settingsPath = '/functions/v1/settings/reports'
const ownOnly = 'Who sees own records alone gets a report of these.'

export const reportEndpoints = {
  team: endpoint({
    ...read,
    id: 'getTeamReport',
    path: '/functions/v1/reports/team',
    summary: 'Figures of the team',
    description: `Over a range, and of the range before. Figures follow what happens within seconds. ${ownOnly}`,
    query: reportQuery,
    reply: dataOf(TeamReport),
    files,
  }),
  reps: endpoint({
    ...read,
    id: 'getRepsReport',
    path: '/functions/v1/reports/reps',
    summary: 'Figures and rank of every rep',
    description: 'Who sees own records alone gets their own line, with its rank among all.',
    query: rangeQuery,
    reply: dataOf(RepsReport),
    files,
  }),
  rep: endpoint({
    ...read,
    id: 'getRepReport',
    path: '/functions/v1/reports/reps/:userId',
    summary: 'Figures of one rep',
    params: z.object({ userId: id }),
    query: rangeQuery,
    reply: dataOf(RepReport),
    files,
    errors: ['MEMBER_NOT_FOUND'],
  }),
  criteria: endpoint({
    ...read,
    id: 'getCriteriaReport',
    path: '/functions/v1/reports/criteria',
    summary: 'Scores by rep and criterion',
    description: `A heat map. ${ownOnly}`,
    query: reportQuery,
    reply: dataOf(CriteriaReport),
    files,
  }),
  outcomes: endpoint({
    ...read,
    id: 'getOutcomesReport',
    path: '/functions/v1/reports/outcomes',
    summary: 'From calls to sales',
    description: `A funnel, and every outcome. ${ownOnly}`,
    query: reportQuery,
    reply: dataOf(OutcomesReport),
    files,
  }),
  volume: endpoint({
    ...read,
    id: 'getVolumeReport',
    path: '/functions/v1/reports/volume',
    summary: 'Conversations by hour and day',
    description: ownOnly,
    query: reportQuery,
    reply: dataOf(VolumeReport),
    files,
  }),
  trend: endpoint({
    ...read,
    id: 'getTrendReport',
    path: '/functions/v1/reports/trend',
    summary: 'The last six months',
    description: ownOnly,
    query: formatQuery.extend({ owner_id: reportQuery.shape.owner_id }),
    reply: dataOf(TrendReport),
    files,
  }),
  pipeline: endpoint({
    ...read,
    id: 'getPipelineReport',
    path: '/functions/v1/reports/pipeline',
    summary: 'Deals by stage, forecast, and deals at risk',
    description: ownOnly,
    query: reportQuery,
    reply: dataOf(PipelineReport),
    files,
  }),
  activity: endpoint({
    ...read,
    id: 'getActivityReport',
    path: '/functions/v1/reports/activity',
    summary: 'Activities, conversations and tasks',
    description: ownOnly,
    query: reportQuery,
    reply: dataOf(ActivityReport),
    files,
  }),
  getSettings: endpoint({
    ...common,
    id: 'getReportSettings',
    method: 'GET',
    path: settingsPath,
    summary: 'Beginning of the week, and the weekly mail',
    scope: 'read',
    reply: dataOf(ReportSettings),
  }),
  updateSettings: endpoint({
    ...common,
    id: 'updateReportSettings',
    method: 'PATCH',
    path: settingsPath,
    summary: 'Change the beginning of the week, or the weekly mail',
    description: 'By owners, admins and managers.',
    scope: 'write',
    body: ReportSettingsChange,
    reply: dataOf(ReportSettings),
  }),
} satisfies Record<string, Endpoint>
