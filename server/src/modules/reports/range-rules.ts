import { maxReportDays, type ReportPeriod, type WeekStart } from '@parley/contract'

/** Calendar days `YYYY-MM-DD` from `from` until before `until`. */
export type Span = { readonly from: string; readonly until: string }
export type Compared = { readonly now: Span; readonly before: Span }

const dayMs = 86_400_000
const inDays = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs
const toDay = (days: number): string => new Date(days * dayMs).toISOString().slice(0, 10)

export const addDays = (day: string, days: number): string => toDay(inDays(day) + days)
const daysIn = ({ from, until }: Span): number => inDays(until) - inDays(from)

export const dayList = (span: Span): string[] =>
  Array.from({ length: Math.max(0, daysIn(span)) }, (_, index) => addDays(span.from, index))

/** 1 is Monday. */
function weekdayOf(day: string): number {
  const sunday0 = new Date(`${day}T00:00:00Z`).getUTCDay()
  return sunday0 === 0 ? 7 : sunday0
}

const weekBegins = { monday: 1, saturday: 6, sunday: 7 } as const

/** The weekdays in the order of a week that starts so. */
export function weekdaysFrom(start: WeekStart): number[] {
  return Array.from({ length: 7 }, (_, index) => ((weekBegins[start] - 1 + index) % 7) + 1)
}

/** First day of the month that is so many months away. */
export function monthStart(day: string, monthsAway = 0): string {
  const [year = 1, month = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + monthsAway, 1)).toISOString().slice(0, 10)
}

type Named = Exclude<ReportPeriod, 'custom'>

/** First day of the period that holds `day`. */
function periodStart(period: Named, day: string, week: WeekStart): string {
  switch (period) {
    case 'today':
      return day
    case 'week':
      return addDays(day, -((weekdayOf(day) - weekBegins[week] + 7) % 7))
    case 'month':
      return monthStart(day)
    case 'quarter':
      return monthStart(day, -((Number(day.slice(5, 7)) - 1) % 3))
    case 'year':
      return `${day.slice(0, 4)}-01-01`
  }
}

/**
 * From the beginning of the period through today, and as many days of the period before; where that
 * one has fewer, the days right before.
 */
export function periodSpans(period: Named, today: string, week: WeekStart): Compared {
  const now = { from: periodStart(period, today, week), until: addDays(today, 1) }
  const days = daysIn(now)
  const begun = periodStart(period, addDays(now.from, -1), week)
  const latest = addDays(now.from, -days)
  const from = begun < latest ? begun : latest
  return { now, before: { from, until: addDays(from, days) } }
}

export function customSpans(from: string, to: string): Compared {
  const now = { from, until: addDays(to, 1) }
  return { now, before: { from: addDays(from, -daysIn(now)), until: from } }
}

/** Why this cannot be a range; undefined when it can. */
export function faultOf(from: string, to: string): { field: string; message: string } | undefined {
  if (to < from) return { field: 'to', message: 'must not be before from.' }
  if (daysIn({ from, until: addDays(to, 1) }) > maxReportDays) {
    return { field: 'to', message: `must be at most ${maxReportDays} days after from.` }
  }
  if (from < '1990-01-01' || to > '2999-12-31') {
    return { field: 'from', message: 'must lie between 1990-01-01 and 2999-12-31.' }
  }
  return undefined
}

/** The whole months of a span, and the days before and after them. */
export function wholeMonths({ from, until }: Span): Span & { readonly hasMonths: boolean } {
  const first = from === monthStart(from) ? from : monthStart(from, 1)
  const last = monthStart(until)
  const hasMonths = first < last
  return hasMonths ? { from: first, until: last, hasMonths } : { from: until, until, hasMonths }
}
