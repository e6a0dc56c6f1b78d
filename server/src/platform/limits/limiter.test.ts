import { expect, test } from 'vitest'
import { Limiter, take } from './limiter.ts'

const rate = { limit: 2, windowMs: 60_000 }

test('each caller has a bucket of their own', () => {
  const limiter = new Limiter()
  const first = limiter.bucket('first', 0)
  take(first, rate, 0)
  take(first, rate, 0)
  expect(take(limiter.bucket('first', 0), rate, 0).allowed).toBe(false)
  expect(take(limiter.bucket('second', 0), rate, 0).allowed).toBe(true)
})

test('a flood of callers forgets those who have nothing used up before those who have', () => {
  const limiter = new Limiter(100)
  const busy = limiter.bucket('busy', 0)
  take(busy, rate, 0)
  for (let caller = 0; caller < 10_000; caller++) limiter.bucket(`idle-${caller}`, 1)
  expect(limiter.size).toBeLessThanOrEqual(100)
  expect(limiter.bucket('busy', 1)).toBe(busy)
})

test('a flood of busy callers takes no more memory than was allowed', () => {
  const limiter = new Limiter(100)
  for (let caller = 0; caller < 10_000; caller++) take(limiter.bucket(`${caller}`, 0), rate, 0)
  expect(limiter.size).toBeLessThanOrEqual(100)
})
