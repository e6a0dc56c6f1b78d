import { expect, test } from 'vitest'
import { afterFailure, afterSuccess, type Health, newHealth, type Notice } from './health-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

const failed = (status?: number, retryAfterMs?: number) => ({ status, retryAfterMs })

/** The notices of attempts that fail at these hours. */
function noticesOf(hours: readonly number[], status = 500): (Notice | undefined)[] {
  let health: Health = newHealth
  return hours.map((hour) => {
    const after = afterFailure(health, failed(status), later(hour))
    health = after.health
    return after.notice
  })
}

test('the fourth failure in a row is told, then half of the time, then the end after five days', () => {
  expect(noticesOf([0, 1, 2, 3, 4])).toEqual([
    undefined,
    undefined,
    undefined,
    'failing',
    undefined,
  ])
  expect(noticesOf([0, 24, 48, 61, 72, 96, 120])).toEqual([
    undefined,
    undefined,
    undefined,
    'half',
    undefined,
    undefined,
    'disabled',
  ])
})

test('a burst is one spell: it switches nothing off, however large and however late the next is', () => {
  const burst = Array.from({ length: 1_000 }, () => 0)
  expect(noticesOf(burst)).not.toContain('disabled')
  expect(noticesOf([...burst, 121])).not.toContain('disabled')
  expect(noticesOf([...burst, 60, 121])).toContain('disabled')
})

test('410 is the end at once', () => {
  expect(noticesOf([0], 410)).toEqual(['gone'])
})

test('a success makes up for everything, and is told when there was something to make up for', () => {
  const sick = { ...newHealth, failures: 7, warned: 1, failingSince: now, parkedUntil: now }
  expect(afterSuccess(sick, later(1))).toEqual({
    health: { ...newHealth, lastSuccessAt: later(1) },
    notice: 'recovered',
  })
  const { health, notice } = afterSuccess(
    { ...newHealth, failures: 2, failingSince: now },
    later(1),
  )
  expect([health.failures, notice]).toEqual([0, undefined])
  // Healthy ones are noted once a minute.
  expect(afterSuccess(health, later(1)).health).toBe(health)
})

test('five failures in a row park the endpoint, each time for longer, up to a minute', () => {
  let health: Health = newHealth
  const waits: number[] = []
  let at = now
  for (let n = 0; n < 12; n += 1) {
    health = afterFailure(health, failed(503), at).health
    if (health.parkedUntil === null) continue
    waits.push((health.parkedUntil.getTime() - at.getTime()) / 1_000)
    at = health.parkedUntil
  }
  expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 60])
})

test.each([
  [undefined, true],
  [500, true],
  [429, true],
  [401, true],
  [404, true],
  [400, false],
  [409, false],
  [422, false],
])('status %j after many failures parks the endpoint: %j', (status, parks) => {
  const health = afterFailure({ ...newHealth, failures: 20 }, failed(status), now).health
  expect(health.parkedUntil !== null).toBe(parks)
})

test('429 with Retry-After parks at once, for as long as it says', () => {
  const { health } = afterFailure(newHealth, failed(429, 30_000), now)
  expect(health.parkedUntil).toEqual(new Date(now.getTime() + 30_000))
})
