import type { AnalyticsFigures, AnalyticsQuery } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { invalid } from '../../platform/errors.ts'
import {
  selectOverview,
  selectPerformance,
  selectSatisfaction,
  selectTotals,
} from './analytics-queries.ts'
import { everyCall, type Wanted } from './list-queries.ts'
import { liveCalls } from './live-calls.ts'
import { findPeriod, type Period } from './period-queries.ts'
import { spanBefore, stepOf, zoneOf } from './period-rules.ts'
import { requireProject } from './view-call.ts'

const maxDays = 1_100
const dayMs = 86_400_000

type Asked = { readonly wanted: Wanted; readonly period: Period }

/** Which calls a query of the analytics is about. */
export async function askedOf(
  context: Context,
  principal: Principal,
  query: AnalyticsQuery,
): Promise<Asked> {
  requireProject(principal, query.projectId)
  const period = await periodOf(context, principal, query)
  const some = <T>(values: readonly T[] | undefined) => (values?.length ? values : null)
  const wanted: Wanted = {
    ...everyCall,
    agentIds: some(query.voiceAgentId),
    statuses: some(query.status),
    channels: some(query.channel),
    from: period.from,
    until: period.until,
  }
  return { wanted, period }
}

async function periodOf(
  { db, now }: Context,
  { workspaceId }: Principal,
  query: AnalyticsQuery,
): Promise<Period> {
  const { period, startPeriod, endPeriod, timeDifference } = query
  if (period === 'CUSTOM' && startPeriod === undefined) {
    throw invalid('startPeriod', 'A CUSTOM period needs startPeriod.')
  }
  const isCustom = period === undefined || period === 'CUSTOM'
  const zone = timeDifference === undefined ? null : zoneOf(timeDifference)
  const name = isCustom ? 'LAST_30_DAYS' : period
  const named = await findPeriod(db, { workspaceId, now: now(), zone, name })
  if (!isCustom || startPeriod === undefined) return named
  const until = endPeriod ?? now().toISOString()
  if (until < startPeriod) throw invalid('endPeriod', 'endPeriod is before startPeriod.')
  if (Date.parse(until) - Date.parse(startPeriod) > maxDays * dayMs) {
    throw invalid('startPeriod', `A period has at most ${maxDays} days.`)
  }
  return { ...named, from: startPeriod, until }
}

const shown = ({ from, until }: Period) => ({ start: from, end: until })
const cutOf = (period: Period) => ({ step: stepOf(period), zone: period.zone })

export async function getOverview(context: Context, principal: Principal, query: AnalyticsQuery) {
  const { wanted, period } = await askedOf(context, principal, query)
  const { workspaceId, seesAllRows, userId } = principal
  type Overview = AnalyticsFigures['overview']
  const [figures, previous, live] = await Promise.all([
    selectOverview<Omit<Overview, 'period' | 'previous' | 'liveCalls'>>(
      context.db,
      principal,
      wanted,
      cutOf(period),
    ),
    selectTotals<Overview['previous']>(context.db, principal, { ...wanted, ...spanBefore(period) }),
    liveCalls(context, { workspaceId, ownerId: seesAllRows ? null : userId }),
  ])
  const agents = wanted.agentIds
  const isAsked = (agentId: string | null) =>
    agents === null || (agentId !== null && agents.includes(agentId))
  const liveNow = live.filter(({ agentId }) => isAsked(agentId)).length
  return { period: shown(period), ...figures, liveCalls: liveNow, previous }
}

export async function getPerformance(
  context: Context,
  principal: Principal,
  query: AnalyticsQuery,
) {
  const { wanted, period } = await askedOf(context, principal, query)
  type Figures = Omit<AnalyticsFigures['performance'], 'period'>
  const figures = await selectPerformance<Figures>(context.db, principal, wanted)
  return { period: shown(period), ...figures }
}

export async function getSatisfaction(
  context: Context,
  principal: Principal,
  query: AnalyticsQuery,
) {
  const { wanted, period } = await askedOf(context, principal, query)
  type Figures = Omit<AnalyticsFigures['satisfaction'], 'period'>
  const cut = cutOf(period)
  const figures = await selectSatisfaction<Figures>(context.db, principal, wanted, cut)
  return { period: shown(period), ...figures }
}
