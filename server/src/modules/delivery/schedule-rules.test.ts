import { expect, test } from 'vitest'
import { nextWait, readRetryAfter } from './schedule-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const policy = { schedule: [5, 300, 1_800], maxAgeS: 4_000 }

test.each([
  // attempts, age in s, Retry-After in s, wait in s
  [1, 0, undefined, 5],
  [2, 5, undefined, 300],
  [3, 305, undefined, 1_800],
  [4, 2_105, undefined, undefined],
  // Retries were brought forward: the schedule still takes its time.
  [4, 20, undefined, 1_800],
  [9, 1_800, undefined, undefined],
  [1, 0, 60, 60],
  [2, 5, 60, 300],
  // Beyond the greatest age nothing is tried.
  [1, 0, 5_000, undefined],
  [3, 3_000, undefined, undefined],
])('attempt %d after %d s, asked for %j s: waits %j s', (attempts, ageS, hintS, waitS) => {
  const failure = {
    attempts,
    ageMs: ageS * 1_000,
    retryAfterMs: hintS === undefined ? undefined : hintS * 1_000,
  }
  expect(nextWait(policy, failure, 0)).toBe(waitS === undefined ? undefined : waitS * 1_000)
})

test('waits vary by a fifth at most, and an empty schedule has none', () => {
  const failure = { attempts: 2, ageMs: 0, retryAfterMs: undefined }
  expect(nextWait(policy, failure, 0.999)).toBeCloseTo(300_000 * 1.2, -3)
  expect(nextWait({ schedule: [], maxAgeS: 60 }, { ...failure, attempts: 1 }, 0)).toBeUndefined()
})

test.each([
  [undefined, undefined],
  ['120', 120_000],
  [' 0 ', 0],
  ['Mon, 02 Mar 2026 09:01:00 GMT', 60_000],
  ['Mon, 02 Mar 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected)
})
