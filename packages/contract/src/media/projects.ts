import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { id, shownId, shownMoment } from '../fields.ts'
import { resultOf } from '../voice-api/index.ts'

const common = {
  tag: 'Projects',
  access: 'key',
  envelope: 'voice',
  pace: 'standard',
} as const

export const Project = z
  .object({
    id: shownId.describe('Of the workspace.'),
    name: z.string(),
    isDeactivated: z.literal(false),
    createdAt: shownMoment,
    updatedAt: shownMoment,
  })
  .meta({ id: 'Project', description: 'A workspace, as clients of the voice API know it.' })
export type Project = z.infer<typeof Project>

const epochMs = z.coerce
  .number('must be milliseconds since 1970.')
  .int('must be whole milliseconds.')
  .min(0, 'must not be negative.')
  .max(253_402_300_799_999, 'is too far away.')
  .optional()

export const StatisticsQuery = z.object({
  startPeriod: epochMs.describe('Absent: 30 days before the end.'),
  endPeriod: epochMs.describe('Absent: now.'),
  projectId: id.optional().describe('The caller’s own, if given.'),
})
export type StatisticsQuery = z.infer<typeof StatisticsQuery>

const count = z.int().min(0)

export const ProjectNumbers = z.object({
  startPeriod: z.int(),
  endPeriod: z.int(),
  jobs: z.object({
    total: count,
    pending: count,
    completed: count,
    failed: count,
    cancelled: count,
  }),
  byType: z.record(z.string(), count),
  transcribedMinutes: z.number(),
  spokenMinutes: z.number(),
  calls: z.object({ total: count, minutes: z.number() }),
  cost: z.number().describe('USD, as far as model servers tell.'),
})
export type ProjectNumbers = z.infer<typeof ProjectNumbers>

export const ProjectChart = z.object({
  startPeriod: z.int(),
  endPeriod: z.int(),
  unit: z.enum(['hour', 'day', 'month']),
  points: z.array(
    z.object({
      at: shownMoment.describe('Where the hour, day or month begins, in UTC.'),
      jobs: count,
      calls: count,
      transcribedMinutes: z.number(),
      spokenMinutes: z.number(),
    }),
  ),
})
export type ProjectChart = z.infer<typeof ProjectChart>

export const projectEndpoints = {
  list: endpoint({
    ...common,
    id: 'listProjects',
    method: 'GET',
    path: '/v1/projects',
    summary: 'The workspace of the caller, as a list of one',
    scope: 'read',
    reply: resultOf(z.array(Project)),
  }),
  byApiKey: endpoint({
    ...common,
    id: 'getProjectByApiKey',
    method: 'GET',
    path: '/v1/projects/by-api-key',
    summary: 'The workspace that the key belongs to',
    scope: 'read',
    reply: resultOf(Project),
  }),
  numbers: endpoint({
    ...common,
    id: 'getProjectNumbers',
    method: 'GET',
    path: '/v1/projects/statistics/numbers',
    summary: 'How much was done in a time',
    scope: 'read',
    query: StatisticsQuery,
    reply: resultOf(ProjectNumbers),
    errors: ['PROJECT_NOT_FOUND'],
  }),
  chart: endpoint({
    ...common,
    id: 'getProjectChart',
    method: 'GET',
    path: '/v1/projects/statistics/chart',
    summary: 'The same over the hours, days or months of a time',
    scope: 'read',
    query: StatisticsQuery,
    reply: resultOf(ProjectChart),
    errors: ['PROJECT_NOT_FOUND'],
  }),
}
