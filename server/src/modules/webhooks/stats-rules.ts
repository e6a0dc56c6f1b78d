/** Attempts of one hour that took at most so long, and longer than the class before. */
type Counted = {
  readonly hour: string
  readonly succeeded: boolean
  readonly withinMs: number
  readonly attempts: number
}

/** No attempt takes longer: 15 s for the answer and 5 s for its body. */
const longestAttemptMs = 20_000

type Range = '24h' | '7d' | '30d'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const steps = {
  '24h': { stepMs: hourMs, count: 24 },
  '7d': { stepMs: dayMs, count: 7 },
  '30d': { stepMs: dayMs, count: 30 },
} as const

/** The present hour or day is the last one. */
export function seriesStart(range: Range, now: Date): Date {
  const { stepMs, count } = steps[range]
  const current = Math.floor(now.getTime() / stepMs) * stepMs
  return new Date(current - (count - 1) * stepMs)
}

export function measure(range: Range, rows: readonly Counted[], now: Date) {
  const { stepMs, count } = steps[range]
  const since = seriesStart(range, now)
  const slots = Array.from({ length: count }, (): Counted[] => [])
  for (const row of rows) {
    slots[Math.floor((Date.parse(row.hour) - since.getTime()) / stepMs)]?.push(row)
  }
  return {
    range,
    since: since.toISOString(),
    ...figuresOf(slots.flat()),
    series: slots.map((slot, index) => ({
      start: new Date(since.getTime() + index * stepMs).toISOString(),
      ...figuresOf(slot),
    })),
  }
}

function figuresOf(rows: readonly Counted[]) {
  const attempts = sum(rows)
  const succeeded = sum(rows.filter((row) => row.succeeded))
  return {
    attempts,
    succeeded,
    success_rate: attempts > 0 ? succeeded / attempts : null,
    p50_ms: durationWithin(rows, attempts * 0.5),
    p95_ms: durationWithin(rows, attempts * 0.95),
  }
}

function sum(rows: readonly Counted[]): number {
  return rows.reduce((total, { attempts }) => total + attempts, 0)
}

/** End of the class in which that many attempts, counted from the shortest, are reached. */
function durationWithin(rows: readonly Counted[], wanted: number): number | null {
  let reached = 0
  for (const { withinMs, attempts } of rows.toSorted((a, b) => a.withinMs - b.withinMs)) {
    reached += attempts
    if (reached >= wanted && attempts > 0) return Math.min(withinMs, longestAttemptMs)
  }
  return null
}
