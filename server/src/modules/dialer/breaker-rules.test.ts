import { expect, test } from 'vitest'
import { afterCalls, type Breaker, callsAllowed, closedBreaker } from './breaker-rules.ts'

const start = Date.parse('2026-03-06T12:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1_000)

function play(steps: readonly (readonly [seconds: number, calls: number, failures: number])[]) {
  let breaker: Breaker = closedBreaker
  const events: string[] = []
  for (const [seconds, calls, failures] of steps) {
    const step = afterCalls(breaker, { calls, failures }, at(seconds))
    breaker = step.breaker
    if (step.event) events.push(`${step.event} at ${seconds}`)
  }
  return { breaker, events }
}

test.each([
  ['four failures of four', [[0, 4, 4]], []],
  [
    'half of five or more',
    [
      [0, 3, 1],
      [10, 2, 2],
    ],
    ['opened at 10'],
  ],
  ['two of five', [[0, 5, 2]], []],
  [
    'failures of long ago',
    [
      [0, 4, 4],
      [200, 1, 1],
    ],
    [],
  ],
] as const)('%s', (_what, steps, events) => {
  expect(play(steps).events).toEqual(events)
})

test('rests twice as long each time, tries one call in between, and gives up at the fifth', () => {
  const { breaker, events } = play([
    [0, 5, 5],
    [60, 1, 1],
    [180, 1, 1],
    [420, 1, 1],
    [900, 1, 1],
  ])
  expect(events).toEqual([
    'opened at 0',
    'opened at 60',
    'opened at 180',
    'opened at 420',
    'giveUp at 900',
  ])
  expect(Date.parse(breaker.openUntil ?? '') - at(900).getTime()).toBe(15 * 60_000)
})

test('nobody is called while it rests, then one, and after a success as many as before', () => {
  const opened = play([[0, 5, 5]]).breaker
  expect(callsAllowed(closedBreaker, at(0))).toBe(Number.POSITIVE_INFINITY)
  expect(callsAllowed(opened, at(59))).toBe(0)
  expect(callsAllowed(opened, at(60))).toBe(1)
  const back = afterCalls(opened, { calls: 1, failures: 0 }, at(61)).breaker
  expect(callsAllowed(back, at(61))).toBe(Number.POSITIVE_INFINITY)
  expect(back.opened).toBe(0)
})

test('calls that end while it rests change nothing', () => {
  const opened = play([[0, 5, 5]]).breaker
  expect(afterCalls(opened, { calls: 3, failures: 3 }, at(30))).toEqual({ breaker: opened })
})
