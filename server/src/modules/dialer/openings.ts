import { TimeRange } from '@parley/contract'
import {
  constraintsOf,
  type Hours,
  type Opening,
  openingOf,
  type RuleRow,
  toHours,
} from '../calling-rules/index.ts'
import type { Lane } from '../campaigns/index.ts'

/** Answers at what places people may be called now. */
export type Openings = {
  of(zones: string, at: Date): Opening
}

type Known = { readonly opening: Opening; readonly untilMs: number; readonly sinceMs: number }

/** What was found out of combinations of places and hours; it holds until the next change. */
const known = new Map<string, Known>()
const maxKnown = 10_000
const hourMs = 3_600_000

/** The hours of a campaign together with those of its workspace. */
export function openingsOf(rules: RuleRow, lane: Lane): Openings {
  const campaign = lane.timeRange === null ? null : toHours(readRange(lane.timeRange))
  const own: Hours = {
    days: rules.days,
    startMinute: rules.startMinute,
    endMinute: rules.endMinute,
  }
  const hours = { rules: own, campaign, campaignZone: lane.scheduledZone }
  const prefix = JSON.stringify(hours)
  return {
    of(zones, at) {
      const key = `${prefix} ${zones}`
      const found = known.get(key)
      const atMs = at.getTime()
      if (found && atMs >= found.sinceMs && atMs < found.untilMs) return found.opening
      const names = zones === '' ? [] : zones.split('&')
      const constraints = constraintsOf(names, hours)
      const opening: Opening = constraints
        ? openingOf(constraints, at)
        : { isOpen: false, opensAt: undefined }
      if (known.size >= maxKnown) known.clear()
      known.set(key, { opening, sinceMs: atMs, untilMs: endOf(opening, atMs) })
      return opening
    },
  }
}

function endOf(opening: Opening, atMs: number): number {
  if (opening.isOpen) return opening.until.getTime()
  return Math.min(opening.opensAt?.getTime() ?? Number.POSITIVE_INFINITY, atMs + hourMs)
}

const ranges = new Map<string, TimeRange>()

function readRange(json: string): TimeRange {
  let range = ranges.get(json)
  if (!range) {
    range = TimeRange.parse(JSON.parse(json))
    if (ranges.size >= maxKnown) ranges.clear()
    ranges.set(json, range)
  }
  return range
}
