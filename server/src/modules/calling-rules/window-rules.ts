/** When people may be called, by the clock of some place. */
export type Hours = {
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[]
  /** Minutes since midnight, 0 to 1439. */
  readonly startMinute: number
  /** Minutes since midnight, to 1440; not part of the hours any more. */
  readonly endMinute: number
}

/** Hours, and whose clock they are meant by. */
export type Constraint = { readonly zone: string; readonly hours: Hours }

export type Opening =
  | { readonly isOpen: true; readonly until: Date }
  /** Undefined: not within the next two weeks, which for weekly hours means never. */
  | { readonly isOpen: false; readonly opensAt: Date | undefined }

const minuteMs = 60_000
const dayMs = 86_400_000
const horizonMs = 14 * dayMs

/** The law in the United States and good manners elsewhere: 8 in the morning to 9 in the evening. */
export const defaultHours: Hours = {
  days: [1, 2, 3, 4, 5, 6, 7],
  startMinute: 8 * 60,
  endMinute: 21 * 60,
}

/**
 * Whom the clocks of all these places let be called: the recipient's hours hold wherever the number
 * may be. Undefined where nobody knows a place: then nobody is called.
 */
export function constraintsOf(
  zones: readonly string[],
  hours: {
    readonly rules: Hours
    readonly campaign: Hours | null
    readonly campaignZone: string | null
  },
): readonly Constraint[] | undefined {
  if (zones.length === 0) return undefined
  const { rules, campaign, campaignZone } = hours
  const everywhere = campaign === null || campaignZone !== null ? [rules] : [rules, campaign]
  const constraints = zones.flatMap((zone) => everywhere.map((one) => ({ zone, hours: one })))
  if (campaign === null || campaignZone === null) return constraints
  return [...constraints, { zone: campaignZone, hours: campaign }]
}

/** Whether all constraints allow a call at that moment, and until when, or from when on. */
export function openingOf(constraints: readonly Constraint[], at: Date): Opening {
  const closed = constraints.filter((one) => !isOpen(one, at))
  if (closed.length === 0) {
    const ends = constraints.map((one) => endOf(one, at).getTime())
    return { isOpen: true, until: new Date(Math.min(...ends, at.getTime() + dayMs)) }
  }
  return { isOpen: false, opensAt: opensAfter(constraints, at) }
}

/** The first moment at which all of them are open. Each step goes to the latest that one of them asks for. */
function opensAfter(constraints: readonly Constraint[], since: Date): Date | undefined {
  let at = since
  while (at.getTime() - since.getTime() <= horizonMs) {
    let latest = at
    for (const one of constraints) {
      if (isOpen(one, at)) continue
      const opensAt = nextStart(one, at)
      if (opensAt === undefined) return undefined
      if (opensAt > latest) latest = opensAt
    }
    if (latest === at) return at
    at = latest
  }
  return undefined
}

function isOpen({ zone, hours }: Constraint, at: Date): boolean {
  const { weekday, minute } = clockAt(zone, at)
  return hours.days.includes(weekday) && minute >= hours.startMinute && minute < hours.endMinute
}

function endOf({ zone, hours }: Constraint, at: Date): Date {
  return momentOf(zone, clockAt(zone, at).day, hours.endMinute)
}

function nextStart({ zone, hours }: Constraint, after: Date): Date | undefined {
  const { day } = clockAt(zone, after)
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const that = day + ahead
    if (!hours.days.includes(weekdayOf(that))) continue
    const start = momentOf(zone, that, hours.startMinute)
    if (start > after) return start
  }
  return undefined
}

/** Days since 1970 of a place's calendar, and its time of day. */
type Clock = { readonly day: number; readonly weekday: number; readonly minute: number }

/** 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

export function clockAt(zone: string, at: Date): Clock {
  const local = at.getTime() + offsetMs(zone, at)
  const day = Math.floor(local / dayMs)
  return { day, weekday: weekdayOf(day), minute: Math.floor((local - day * dayMs) / minuteMs) }
}

/**
 * The moment when clocks there show this. Of an hour that comes twice it is the first; a time that is
 * left out when summer time begins comes as long after the change as it was to come after it.
 */
export function momentOf(zone: string, day: number, minute: number): Date {
  const local = day * dayMs + minute * minuteMs
  const before = offsetMs(zone, new Date(local - dayMs))
  const after = offsetMs(zone, new Date(local + dayMs))
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const moment = new Date(local - offset)
    if (offsetMs(zone, moment) === offset) return moment
  }
  return new Date(local - before)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far clocks there are ahead of UTC. Throws for a place that nobody knows. */
function offsetMs(zone: string, at: Date): number {
  let format = formats.get(zone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const local = Date.UTC(year, month - 1, day, hour, minute, second)
  return local - Math.floor(at.getTime() / 1_000) * 1_000
}
