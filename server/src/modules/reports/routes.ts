import { reportEndpoints as endpoints } from '@parley/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Context } from '../../context.ts'
import { serve } from '../../platform/http/serve.ts'
import { getCriteriaReport } from './criteria.ts'
import { toCsv } from './csv-rules.ts'
import { getTrendReport } from './months.ts'
import { getActivityReport, getOutcomesReport } from './outcomes.ts'
import { getPipelineReport } from './pipeline.ts'
import { changeSettings, getSettings } from './settings.ts'
import { getRepReport, getRepsReport, getTeamReport } from './team.ts'
import { getVolumeReport } from './volume.ts'

export function reportRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.team, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'team', await getTeamReport(context, principal, asked)),
  )
  serve(http, endpoints.reps, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'reps', await getRepsReport(context, principal, asked)),
  )
  serve(http, endpoints.rep, async ({ principal, params, query, reply }) => {
    const { format, ...asked } = query
    const wanted = { ...asked, userId: params.userId }
    return answer(reply, format, 'rep', await getRepReport(context, principal, wanted))
  })
  serve(http, endpoints.criteria, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'criteria', await getCriteriaReport(context, principal, asked)),
  )
  serve(http, endpoints.outcomes, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'outcomes', await getOutcomesReport(context, principal, asked)),
  )
  serve(http, endpoints.volume, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'volume', await getVolumeReport(context, principal, asked)),
  )
  serve(http, endpoints.trend, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'trend', await getTrendReport(context, principal, asked)),
  )
  serve(http, endpoints.pipeline, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'pipeline', await getPipelineReport(context, principal, asked)),
  )
  serve(http, endpoints.activity, async ({ principal, query: { format, ...asked }, reply }) =>
    answer(reply, format, 'activity', await getActivityReport(context, principal, asked)),
  )
  settingsRoutes(http, context)
}

function settingsRoutes(http: FastifyInstance, context: Context): void {
  serve(http, endpoints.getSettings, async ({ principal }) => ({
    data: await getSettings(context, principal),
    error: null,
  }))
  serve(http, endpoints.updateSettings, async ({ principal, body }) => ({
    data: await changeSettings(context, principal, body),
    error: null,
  }))
}

type Format = 'json' | 'csv' | undefined

function answer<T extends object>(
  reply: FastifyReply,
  format: Format,
  name: string,
  report: T,
): FastifyReply | { data: T; error: null } {
  if (format !== 'csv') return { data: report, error: null }
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="report-${name}.csv"`)
    .send(toCsv(report))
}
