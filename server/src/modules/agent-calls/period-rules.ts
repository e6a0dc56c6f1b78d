/** How local time is told by its distance from UTC, in hours or in minutes. */

const maxHours = 14

/** For PostgreSQL, whose signs of such zones are the other way round: three hours east is UTC-03:00. */
export function zoneOf(timeDifference: number): string {
  const isHours = Math.abs(timeDifference) <= maxHours
  const minutes = Math.round(isHours ? timeDifference * 60 : timeDifference)
  const sign = minutes >= 0 ? '-' : '+'
  const two = (value: number) => String(value).padStart(2, '0')
  const away = Math.abs(minutes)
  return `UTC${sign}${two(Math.floor(away / 60))}:${two(away % 60)}`
}

type Span = { readonly from: string; readonly until: string }

/** As long a time right before. */
export function spanBefore({ from, until }: Span): Span {
  const start = Date.parse(from)
  const length = Date.parse(until) - start
  const end = start - 1
  return { from: new Date(end - length).toISOString(), until: new Date(end).toISOString() }
}

const dayMs = 86_400_000

/** How series are cut. */
export function stepOf({ from, until }: Span): 'hour' | 'day' {
  return Date.parse(until) - Date.parse(from) <= 2 * dayMs ? 'hour' : 'day'
}
