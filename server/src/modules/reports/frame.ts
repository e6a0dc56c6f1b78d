import {
  type FigureDefinition,
  type FigureName,
  figureDefinitions,
  type ReportFigure,
  type ReportFigures,
  type ReportQuery,
  type ReportRange,
  teamFigureNames,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { Counts } from './count-rules.ts'
import { type Made, rounded, teamFigures } from './figure-rules.ts'
import { type Calendar, findBeginnings, findCalendar } from './queries.ts'
import {
  addDays,
  type Compared,
  customSpans,
  faultOf,
  periodSpans,
  type Span,
} from './range-rules.ts'

/** Who asks, about when, and about whom: what every report is made in. */
export type Frame = {
  readonly workspaceId: string
  readonly calendar: Calendar
  readonly spans: Compared
  readonly range: ReportRange
  readonly scope: 'all' | 'own'
  /** RFC 3339, UTC. */
  readonly now: string
  /** Null: everybody. */
  readonly ownerId: string | null
}

export type Asked = Omit<ReportQuery, 'format' | 'owner_id'> & {
  readonly owner_id?: string | undefined
}

export async function openFrame(
  context: Context,
  { workspaceId, userId, seesAllRows }: Principal,
  asked: Asked,
): Promise<Frame> {
  const { owner_id: wanted } = asked
  if (!seesAllRows && wanted !== undefined && wanted !== userId) {
    throw new AppError('INSUFFICIENT_PERMISSIONS', 'You see reports of your own records only.')
  }
  const ownerId = seesAllRows ? (wanted ?? null) : userId
  const calendar = await getCalendar(context, workspaceId)
  const spans = spansOf(asked, calendar)
  const range = await rangeOf(context, calendar, spans)
  const now = context.now().toISOString()
  return { workspaceId, calendar, spans, range, scope: seesAllRows ? 'all' : 'own', now, ownerId }
}

async function getCalendar(
  { db, now }: Pick<Context, 'db' | 'now'>,
  workspaceId: string,
): Promise<Calendar> {
  const calendar = await findCalendar(db, workspaceId, now())
  if (!calendar) throw new Error(`Workspace ${workspaceId} is gone`)
  return calendar
}

function spansOf({ period, from, to }: Asked, { today, weekStartsOn }: Calendar): Compared {
  if (from === undefined) {
    if (period === 'custom') throw invalid('from', 'is required for a custom range.')
    if (to !== undefined) throw invalid('to', 'needs from.')
    return periodSpans(period ?? 'month', today, weekStartsOn)
  }
  if (period !== undefined && period !== 'custom') {
    throw invalid('period', 'must be custom, or left out, when from is given.')
  }
  const last = to ?? today
  const fault = faultOf(from, last)
  if (fault) throw invalid(fault.field, fault.message)
  return customSpans(from, last)
}

const shown = ({ from, until }: Span) => ({ from, to: addDays(until, -1) })

async function rangeOf(
  { db }: Pick<Context, 'db'>,
  { timeZone }: Calendar,
  { now, before }: Compared,
): Promise<ReportRange> {
  const [starts = '', ends = ''] = await findBeginnings(db, timeZone, [now.from, now.until])
  return {
    ...shown(now),
    previous: shown(before),
    time_zone: timeZone,
    starts_at: starts,
    ends_at: ends,
  }
}

export const headOf = ({ range, scope }: Frame) => ({ range, scope })

type Moments = { readonly starts: string; readonly ends: string }
type Days = Pick<ReportRange, 'from' | 'to'>

/** What a link asks for beside what the definition says. */
export type About = {
  readonly ownerId?: string | null
  readonly filters?: Readonly<Record<string, string>>
  /** Instead of the range of the frame. */
  readonly span?: Moments & { readonly days?: Days }
  /** There is nothing before to compare it with. */
  readonly isPresent?: boolean
}

export function toFigure(
  frame: Frame,
  name: FigureName,
  [now, before]: readonly [now: Made, before: Made],
  about: About = {},
): ReportFigure {
  const figure: FigureDefinition = figureDefinitions[name]
  const previous = about.isPresent ? null : before.value
  const isComparable = now.value !== null && previous !== null
  return {
    value: now.value,
    previous,
    change: isComparable ? rounded((now.value ?? 0) - (previous ?? 0)) : null,
    sample: now.sample,
    unit: figure.unit,
    definition: figure.definition,
    conversations: figure.link === undefined ? null : linkOf(frame, figure, about),
  }
}

/** The list that `to` belongs to leaves that moment out; what is yet to begin is not counted. */
function linkOf(
  { range, now, ownerId: everybody }: Frame,
  { link, linkedBy }: FigureDefinition,
  { ownerId = everybody, filters, span }: About,
): string {
  const days = span?.days ?? range
  const { starts, ends } = span ?? { starts: range.starts_at, ends: range.ends_at }
  const query = new URLSearchParams({
    ...(linkedBy === 'follow_up'
      ? { follow_up_from: days.from, follow_up_to: days.to }
      : { from: starts, to: ends < now ? ends : now }),
    ...(ownerId !== null && { owner_id: ownerId }),
    ...link,
    ...filters,
  })
  return `/functions/v1/api-v1-conversations?${query.toString()}`
}

/** The figures that teams and reps have alike. */
export function toFigures(
  frame: Frame,
  [now, before]: readonly [now: Counts, before: Counts],
  about: About = {},
): ReportFigures {
  return Object.fromEntries(
    teamFigureNames.map((name) => [
      name,
      toFigure(frame, name, [teamFigures[name](now), teamFigures[name](before)], about),
    ]),
  ) as ReportFigures
}
