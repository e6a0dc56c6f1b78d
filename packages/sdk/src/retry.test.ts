import { expect, test } from 'vitest'
import { backoffMs, isWorthRepeating, retryAfterSecondsOf, wait } from './retry.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

test.each([
  [null, undefined],
  ['', undefined],
  ['soon', undefined],
  ['0', 0],
  ['2', 2],
  ['0.5', 0.5],
  ['-3', 0],
  ['Thu, 01 Jan 2026 00:00:07 GMT', 7],
  ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
])('Retry-After %j means %j seconds', (header, seconds) => {
  expect(retryAfterSecondsOf(header, now)).toBe(seconds)
})

test.each([
  [429, 'RATE_LIMIT_EXCEEDED', true],
  [502, 'HTTP_502', true],
  [503, 'SERVICE_UNAVAILABLE', true],
  [504, 'HTTP_504', true],
  [409, 'IDEMPOTENCY_KEY_IN_USE', true],
  [409, 'DUPLICATE_EMAIL', false],
  [400, 'VALIDATION_ERROR', false],
  [500, 'INTERNAL_ERROR', false],
])('a refusal with %i %s is worth repeating: %j', (status, code, expected) => {
  expect(isWorthRepeating(status, code)).toBe(expected)
})

test('the back-off doubles up to eight seconds and is spread over its whole range', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 50].map((attempt) => backoffMs(attempt, () => 1))
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000])
  expect(backoffMs(3, () => 0)).toBe(0)
})

test('a wait ends at once when it is aborted', async () => {
  const reason = new Error('enough')
  const controller = new AbortController()
  const waiting = wait(60_000, controller.signal)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
  await expect(wait(60_000, controller.signal)).rejects.toBe(reason)
})
