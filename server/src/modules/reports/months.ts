import type { TrendReport } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { type Frame, headOf, openFrame, toFigures } from './frame.ts'
import { findBeginnings } from './queries.ts'
import { addDays, monthStart, type Span } from './range-rules.ts'
import { sumSpan } from './sums.ts'

const monthsShown = 6

/** The last six months, the present one last, each compared with the one before. */
export async function monthsOf(context: Context, frame: Frame): Promise<TrendReport['months']> {
  const { today, timeZone } = frame.calendar
  const starts = Array.from({ length: monthsShown + 2 }, (_, index) =>
    monthStart(today, index - monthsShown),
  )
  const spans = starts.slice(0, -1).map((from, index): Span => {
    const until = starts[index + 1] ?? from
    return { from, until }
  })
  const [sums, moments] = await Promise.all([
    Promise.all(spans.map((span) => sumSpan(context, frame, 'counts', span))),
    findBeginnings(context.db, timeZone, starts),
  ])
  return spans.slice(1).map(({ from, until }, index) => ({
    month: from,
    figures: toFigures(frame, [sums[index + 1] ?? {}, sums[index] ?? {}], {
      span: {
        starts: moments[index + 1] ?? '',
        ends: moments[index + 2] ?? '',
        days: { from, to: addDays(until, -1) },
      },
    }),
  }))
}

export async function getTrendReport(
  context: Context,
  principal: Principal,
  asked: { readonly owner_id?: string | undefined },
): Promise<TrendReport> {
  const { today } = await openFrame(context, principal, { ...asked, period: 'today' }).then(
    ({ calendar }) => calendar,
  )
  const from = monthStart(today, 1 - monthsShown)
  const to = addDays(monthStart(today, 1), -1)
  const frame = await openFrame(context, principal, { ...asked, period: 'custom', from, to })
  return { ...headOf(frame), months: await monthsOf(context, frame) }
}
