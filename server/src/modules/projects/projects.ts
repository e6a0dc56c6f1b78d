import type { Project, ProjectChart, ProjectNumbers, StatisticsQuery } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { chartOf, findProject, type JobSums, type Period, sumCalls, sumJobs } from './queries.ts'

const dayMs = 86_400_000
const defaultDays = 30
/** More would be points that nobody can tell apart. */
const longestMs = 366 * 10 * dayMs

const notFound = () => new AppError('PROJECT_NOT_FOUND', 'There is no such project.')

/** The workspace of the caller, under the name that clients of the voice API use. */
export async function getProject({ db }: Context, { workspaceId }: Principal): Promise<Project> {
  const row = await findProject(db, workspaceId)
  if (!row) throw notFound()
  // A workspace keeps no time of its last change, and is never switched off.
  return { ...row, isDeactivated: false, updatedAt: row.createdAt }
}

function periodOf({ now }: Context, principal: Principal, query: StatisticsQuery): Period {
  const { workspaceId, userId, seesAllRows } = principal
  if (query.projectId !== undefined && query.projectId !== workspaceId) throw notFound()
  const to = query.endPeriod ?? now().getTime()
  const from = query.startPeriod ?? Math.max(0, to - defaultDays * dayMs)
  if (from >= to) throw invalid('startPeriod', "Field 'startPeriod' must be before 'endPeriod'.")
  if (to - from > longestMs) {
    throw invalid('startPeriod', 'The time between both must be at most ten years.')
  }
  const owner = seesAllRows ? null : userId
  return { workspaceId, owner, from: new Date(from), to: new Date(to) }
}

const minutesOf = (seconds: number) => Math.round((seconds / 60) * 100) / 100

export async function getNumbers(
  context: Context,
  principal: Principal,
  query: StatisticsQuery,
): Promise<ProjectNumbers> {
  const period = periodOf(context, principal, query)
  const sums = await sumJobs(context.db, period)
  const { calls, seconds } = await sumCalls(context.db, period)
  const count = (...statuses: string[]) =>
    total(sums, ({ jobs, status }) =>
      statuses.length === 0 || statuses.includes(status) ? jobs : 0,
    )
  const secondsOf = (wanted: string) =>
    total(sums, ({ type, seconds: heard }) => (type === wanted ? heard : 0))
  const types = [...new Set(sums.map(({ type }) => type))]
  return {
    startPeriod: period.from.getTime(),
    endPeriod: period.to.getTime(),
    jobs: {
      total: count(),
      pending: count('PENDING', 'IN_PROGRESS'),
      completed: count('COMPLETED'),
      failed: count('FAILED'),
      cancelled: count('CANCELLED'),
    },
    byType: Object.fromEntries(
      types.map((type) => [type, total(sums, (sum) => (sum.type === type ? sum.jobs : 0))]),
    ),
    transcribedMinutes: minutesOf(secondsOf('TRANSCRIPTION')),
    spokenMinutes: minutesOf(secondsOf('TTS')),
    calls: { total: calls, minutes: minutesOf(seconds) },
    cost: total(sums, ({ cost }) => cost),
  }
}

const total = (sums: readonly JobSums[], of: (sum: JobSums) => number) =>
  sums.reduce((sum, one) => sum + of(one), 0)

export async function getChart(
  context: Context,
  principal: Principal,
  query: StatisticsQuery,
): Promise<ProjectChart> {
  const period = periodOf(context, principal, query)
  const days = (period.to.getTime() - period.from.getTime()) / dayMs
  const unit = days <= 2 ? 'hour' : days <= 100 ? 'day' : 'month'
  const buckets = await chartOf(context.db, period, unit)
  return {
    startPeriod: period.from.getTime(),
    endPeriod: period.to.getTime(),
    unit,
    points: buckets.map(({ transcribedSeconds, spokenSeconds, ...point }) => ({
      ...point,
      transcribedMinutes: minutesOf(transcribedSeconds),
      spokenMinutes: minutesOf(spokenSeconds),
    })),
  }
}
