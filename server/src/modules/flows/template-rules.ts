/**
 * `{{ name }}` in prompts and sentences. Values come from callers, so they are put in as they are and
 * never read as templates themselves.
 */

/** `customer.name`, with Jinja's default where it is wanted: `{{ name | default("friend") }}`. */
const placeholder =
  /\{\{\s*([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}\p{N}_]+){0,8})\s*(?:\|\s*default\(\s*(?:"([^"{}]{0,500})"|'([^'{}]{0,500})')\s*\)\s*)?\}\}/gu

/** Characters of one value; longer ones are cut, so that a prompt stays within bounds. */
const longestValue = 20_000

type Values = Readonly<Record<string, unknown>>

/** The text with values in place of names; a name without a value becomes its default, or nothing. */
export function fillTemplate(text: string, params: Values): string {
  if (!text.includes('{{')) return text
  return text.replace(
    placeholder,
    (_, path: string, double: string | undefined, single: string | undefined) => {
      const value = written(lookUp(params, path))
      return value === '' ? (double ?? single ?? '') : value
    },
  )
}

/** Names that the text asks for, each once. */
export function namesIn(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map(([, path = '']) => path))]
}

/** The value at a dotted path; a field of that very name comes first. */
export function lookUp(values: Values, path: string): unknown {
  if (Object.hasOwn(values, path)) return values[path]
  let value: unknown = values
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Values)[name]
  }
  return value
}

function written(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.slice(0, longestValue)
}

/** What is known of a call besides what it was started with. */
export type CallFacts = {
  readonly now: Date
  /** IANA name; the workspace's, or the callee's where it is known. */
  readonly timeZone: string
  readonly callId: string
  /** Such as Web or Telephone. */
  readonly callType: string
  readonly direction: string
  readonly callStartedAt: Date
  /** As +CCNNN. */
  readonly userNumber?: string | null
  readonly agentNumber?: string | null
}

/** The variables that every template has without being given them. They win over a call's own. */
export function systemVariables(facts: CallFacts): Record<string, string> {
  const { now, timeZone, callStartedAt, userNumber, agentNumber } = facts
  const told = partsOf(now, timeZone)
  const date = `${told.year}-${told.month}-${told.day}`
  const time = `${told.hour}:${told.minute}`
  return {
    current_time: time,
    current_date: date,
    current_datetime: `${date} ${time}`,
    current_timestamp: String(Math.floor(now.getTime() / 1_000)),
    current_day: String(Number(told.day)),
    current_month: told.monthName,
    current_year: told.year,
    current_weekday: told.weekday,
    current_timezone: timeZone,
    call_id: facts.callId,
    call_type: facts.callType,
    call_start_time: callStartedAt.toISOString(),
    direction: facts.direction,
    user_number: userNumber ?? '',
    user_number_area_code: areaCodeOf(userNumber ?? ''),
    agent_number: agentNumber ?? '',
  }
}

/** Time zones that are remembered; there are about 600 names. */
const maxFormats = 600

type Formats = { readonly told: Intl.DateTimeFormat; readonly monthName: Intl.DateTimeFormat }

/** By time zone. Opening one takes milliseconds, and a template is filled in with each sentence. */
const formats = new Map<string, Formats>()

function formatsFor(timeZone: string): Formats {
  const known = formats.get(timeZone)
  if (known) return known
  const told = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'long',
  })
  const monthName = new Intl.DateTimeFormat('en', { timeZone, month: 'long' })
  if (formats.size >= maxFormats) formats.clear()
  formats.set(timeZone, { told, monthName })
  return { told, monthName }
}

function partsOf(now: Date, timeZone: string) {
  const format = formatsFor(timeZone)
  const parts = Object.fromEntries(
    format.told.formatToParts(now).map(({ type, value }) => [type, value]),
  )
  const monthName = format.monthName.format(now)
  const { year = '', month = '', day = '', hour = '', minute = '', weekday = '' } = parts
  return { year, month, day, hour, minute, weekday, monthName }
}

/** Of numbers of the North American plan, where it always has three digits; empty for others. */
function areaCodeOf(number: string): string {
  return /^\+1(\d{3})\d{7}$/.exec(number)?.[1] ?? ''
}
