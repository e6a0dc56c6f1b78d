import type { VolumeReport } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Counts } from './count-rules.ts'
import { countIn, type Made } from './figure-rules.ts'
import { type Asked, headOf, openFrame, toFigure } from './frame.ts'
import { findBeginnings } from './queries.ts'
import { dayList, weekdaysFrom } from './range-rules.ts'
import { sumRange } from './sums.ts'

const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour)

export async function getVolumeReport(
  context: Context,
  principal: Principal,
  asked: Asked,
): Promise<VolumeReport> {
  const frame = await openFrame(context, principal, asked)
  const { spans, calendar, range } = frame
  const pair = await sumRange(context, frame, 'volume')
  const [now, before] = pair
  const days = dayList(spans.now)
  const former = dayList(spans.before)
  const moments = await findBeginnings(context.db, calendar.timeZone, days)
  const weekdays = weekdaysFrom(calendar.weekStartsOn)
  const calls = (make: (counts: Counts) => number, at: Readonly<Record<string, string>>) =>
    toFigure(frame, 'calls', [counted(make(now)), counted(make(before))], { filters: at })
  return {
    ...headOf(frame),
    hours: hoursOfDay.map((hour) => ({
      hour,
      figure: calls((counts) => sum(weekdays.map((day) => countIn(counts, `at.${day}.${hour}`))), {
        hour: String(hour),
      }),
    })),
    weekdays: weekdays.map((weekday) => ({
      weekday,
      figure: calls(
        (counts) => sum(hoursOfDay.map((hour) => countIn(counts, `at.${weekday}.${hour}`))),
        { weekday: String(weekday) },
      ),
    })),
    cells: weekdays.flatMap((weekday) =>
      hoursOfDay
        .map((hour) => ({ weekday, hour, calls: countIn(now, `at.${weekday}.${hour}`) }))
        .filter((cell) => cell.calls > 0),
    ),
    days: days.map((day, index) => ({
      day,
      figure: toFigure(
        frame,
        'calls',
        [counted(countIn(now, `on.${day}`)), counted(countIn(before, `on.${former[index]}`))],
        { span: { starts: moments[index] ?? '', ends: moments[index + 1] ?? range.ends_at } },
      ),
    })),
  }
}

const counted = (count: number): Made => ({ value: count, sample: count })
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
