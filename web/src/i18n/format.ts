import { currentLanguage, t } from './index.ts'

/** The zone of the reader: what their computer says, unless they chose another one. */
const storedAs = 'parley.time-zone'

let zone: string | undefined

/** Asked for once: the browser takes 0.1 ms to say it, and a screen of figures would ask a thousand times. */
export function timeZone(): string {
  zone ??= localStorage.getItem(storedAs) ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  return zone
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>()

export function chooseTimeZone(chosen: string): void {
  localStorage.setItem(storedAs, chosen)
  zone = undefined
  made.clear()
}

/** Making a format takes longer than using it a hundred times. */
function formatOf<F extends Intl.NumberFormat | Intl.DateTimeFormat>(
  name: string,
  make: (locale: string) => F,
): F {
  const known = made.get(name) as F | undefined
  if (known) return known
  const format = make(currentLanguage())
  made.set(name, format)
  return format
}

function numberFormat(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return formatOf(name, (locale) => new Intl.NumberFormat(locale, options))
}

function dateFormat(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return formatOf(name, (locale) => new Intl.DateTimeFormat(locale, options))
}

export function formatNumber(value: number, digits = 0): string {
  return numberFormat(`number ${digits}`, { maximumFractionDigits: digits }).format(value)
}

/** Values of deals have no currency of their own. */
export function formatMoney(value: number): string {
  return numberFormat('money', { maximumFractionDigits: 0 }).format(value)
}

/** What services charge. */
export function formatDollars(value: number): string {
  const options = { style: 'currency', currency: 'USD', maximumFractionDigits: 4 } as const
  return numberFormat('dollars', options).format(value)
}

export function formatShort(value: number): string {
  return numberFormat('short', { notation: 'compact', maximumFractionDigits: 1 }).format(value)
}

export function formatShare(value: number): string {
  return numberFormat('share', { style: 'percent', maximumFractionDigits: 0 }).format(value)
}

/** A day without a time, `2026-03-01`: the same everywhere. */
export function formatDay(day: string): string {
  const options = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const
  return dateFormat('day', options).format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
}

/** The day of the week of a moment, in UTC. */
export function formatWeekday(moment: string): string {
  return dateFormat('weekday', { weekday: 'long', timeZone: 'UTC' }).format(new Date(moment))
}

export function formatMonth(day: string): string {
  const options = { month: 'short', timeZone: 'UTC' } as const
  return dateFormat('month', options).format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
}

/** `March 2026`, whichever of its days is given. */
export function formatMonthOfYear(day: string): string {
  const options = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const
  return dateFormat('month of year', options).format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
}

export function formatMoment(moment: string): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', timeZone: timeZone() } as const
  return dateFormat('moment', options).format(new Date(moment))
}

export function formatDate(moment: string): string {
  const options = { dateStyle: 'medium', timeZone: timeZone() } as const
  return dateFormat('date', options).format(new Date(moment))
}

/** The time of day, to the second. */
export function formatTime(moment: string): string {
  const options = { timeStyle: 'medium', timeZone: timeZone() } as const
  return dateFormat('time', options).format(new Date(moment))
}

/** A full hour of the day, whatever the zone. */
export function formatHour(hour: number): string {
  const options = { timeStyle: 'short', timeZone: 'UTC' } as const
  return dateFormat('hour', options).format(new Date(Date.UTC(2024, 0, 1, hour)))
}

/** Where in a conversation: `4:07`, `1:04:07`. */
export function formatClock(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  const tail = `${String(seconds % 60).padStart(2, '0')}`
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`
}

/** Words one after the other, with the comma of the reader's script. */
export function formatList(words: readonly string[]): string {
  return words.join(currentLanguage() === 'ar' ? '، ' : ', ')
}

/** A length in the largest unit that tells enough. */
export function formatLength(seconds: number): string {
  if (seconds < 60)
    return t('length.seconds', { count: formatNumber(seconds, seconds < 10 ? 1 : 0) })
  if (seconds < 3_600) return t('length.minutes', { count: formatNumber(seconds / 60) })
  return t('length.hours', { count: formatNumber(seconds / 3_600, 1) })
}

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

let relative: Intl.RelativeTimeFormat | undefined

/** How long ago, or in how long. */
export function formatAgo(moment: string, now = Date.now()): string {
  relative ??= new Intl.RelativeTimeFormat(currentLanguage(), {
    numeric: 'auto',
    // The short words of browsers for months that are past in Arabic say that they are to come.
    style: currentLanguage() === 'ar' ? 'long' : 'short',
  })
  const seconds = (new Date(moment).getTime() - now) / 1_000
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit)
  }
  return relative.format(0, 'second')
}

/** Today as the reader's zone has it, `2026-03-01`. */
export function today(): string {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: timeZone(), dateStyle: 'short' })
  const parts = Object.fromEntries(
    format.formatToParts(new Date()).map(({ type, value }) => [type, value]),
  )
  return `${parts.year}-${parts.month?.padStart(2, '0')}-${parts.day?.padStart(2, '0')}`
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
