import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide, type Rate } from './gcra.ts'

const start = Date.UTC(2026, 0, 1)
const hourMs = 3_600_000

/** Asks at each time, in ms after the start; answers the decisions. */
function ask(rate: Rate, times: readonly number[]) {
  let fullAtMs = 0
  return times.map((time) => {
    const decision = decide(fullAtMs, start + time, rate)
    fullAtMs = decision.fullAtMs
    return decision
  })
}

test('of four requests an hour all may come at once, and the fifth waits a quarter of an hour', () => {
  const asked = ask({ limit: 4, windowMs: hourMs }, [0, 0, 0, 0, 0, 899_990, 900_000])
  expect(asked.map(({ allowed, remaining, resetAfterMs }) => [allowed, remaining, resetAfterMs]))
    // Allowed, remaining, and ms until full or, with none remaining, until the next one.
    .toEqual([
      [true, 3, 900_000],
      [true, 2, 1_800_000],
      [true, 1, 2_700_000],
      [true, 0, 900_000],
      [false, 0, 900_000],
      [false, 0, 10],
      [true, 0, 900_000],
    ])
})

test('a refused request uses nothing up', () => {
  const flood = Array.from({ length: 1000 }, (_, index) => index)
  const asked = ask({ limit: 2, windowMs: 60_000 }, [...flood, 30_000])
  expect(asked.at(-1)).toMatchObject({ allowed: true })
})

test('a caller that was silent for a whole window has the whole limit again, and no more', () => {
  const asked = ask({ limit: 3, windowMs: 1000 }, [0, 0, 0, 60_000, 60_000, 60_000, 60_000])
  expect(asked.map(({ allowed }) => allowed)).toEqual([true, true, true, true, true, true, false])
})

test('a clock that is set back locks nobody out for longer than a window', () => {
  const rate = { limit: 60, windowMs: 60_000 }
  const { fullAtMs } = decide(0, start + 10 * hourMs, rate)
  const after = decide(fullAtMs, start, rate)
  expect(after.resetAfterMs).toBeLessThanOrEqual(1000)
  expect(decide(after.fullAtMs, start + 1000, rate).allowed).toBe(true)
})

const rates = fc.record({
  limit: fc.integer({ min: 1, max: 5_000 }),
  windowMs: fc.constantFrom(60_000, hourMs),
})

test('whatever the limit, exactly that many fit into one moment', () => {
  fc.assert(
    fc.property(rates, (rate) => {
      const asked = ask(
        rate,
        Array.from({ length: rate.limit + 1 }, () => 0),
      )
      expect(asked.filter(({ allowed }) => allowed)).toHaveLength(rate.limit)
      asked.slice(0, -1).forEach(({ remaining }, index) => {
        expect(remaining).toBe(rate.limit - index - 1)
      })
    }),
    { numRuns: 50 },
  )
})

test('the largest tier, and odd numbers near it, are exact too', () => {
  for (const limit of [9_973, 9_999, 10_000]) {
    const asked = ask(
      { limit, windowMs: hourMs },
      Array.from({ length: limit + 5 }, () => 0),
    )
    expect(asked.filter(({ allowed }) => allowed)).toHaveLength(limit)
  }
})

test('over any time no more pass than the limit and what was replenished meanwhile', () => {
  const gaps = fc.array(fc.nat({ max: 2_000 }), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 50 }), gaps, (limit, steps) => {
      const rate = { limit, windowMs: 60_000 }
      let now = 0
      const times = steps.map((step) => (now += step))
      const passed = ask(rate, times).filter(({ allowed }) => allowed).length
      const span = now - (times[0] ?? 0)
      expect(passed).toBeLessThanOrEqual(limit + Math.floor((span * limit) / rate.windowMs + 0.01))
    }),
  )
})

test('who waits as long as the refusal says gets in, and noticeably earlier does not', () => {
  fc.assert(
    fc.property(rates, fc.nat({ max: 100_000 }), (rate, offset) => {
      const now = start + offset
      let fullAtMs = 0
      let decision = decide(fullAtMs, now, rate)
      while (decision.allowed) {
        fullAtMs = decision.fullAtMs
        decision = decide(fullAtMs, now, rate)
      }
      expect(decide(fullAtMs, now + decision.resetAfterMs, rate).allowed).toBe(true)
      expect(decide(fullAtMs, now + decision.resetAfterMs - 4, rate).allowed).toBe(false)
    }),
    { numRuns: 50 },
  )
})
