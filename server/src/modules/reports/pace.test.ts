import { expect, test } from 'vitest'
import { openPace } from './pace.ts'

function openClock() {
  const clock = { ms: 1_000 }
  const pace = openPace(() => clock.ms)
  const countFor = (ms: number, workspaceId = 'a') =>
    pace.run(workspaceId, async () => {
      clock.ms += ms
    })
  return { clock, pace, countFor }
}

test('half a second may be counted at once', async () => {
  const { pace, countFor } = openClock()
  for (let count = 0; count < 5; count += 1) expect(await countFor(100)).toBe(0)
  expect(pace.waitMs('a')).toBe(0)
  expect(await countFor(100)).toBe(900)
})

test('after a long count a workspace rests nine times as long, others do not', async () => {
  const { clock, pace, countFor } = openClock()
  expect(await countFor(1_500)).toBe(9_000)
  expect(pace.waitMs('a')).toBe(9_000)
  expect(pace.waitMs('b')).toBe(0)
  clock.ms += 8_999
  expect(pace.waitMs('a')).toBe(1)
  clock.ms += 1
  expect(pace.waitMs('a')).toBe(0)
})

test('counting without end takes a tenth of the time', async () => {
  const { clock, countFor } = openClock()
  const startedAt = clock.ms
  let countedMs = 0
  for (let round = 0; round < 200; round += 1) {
    clock.ms += await countFor(50)
    countedMs += 50
  }
  const share = countedMs / (clock.ms - startedAt)
  expect(share).toBeGreaterThan(0.1)
  expect(share).toBeLessThan(0.11)
})

test('nobody counts a workspace that is being counted', async () => {
  const { pace } = openClock()
  const { promise, resolve } = Promise.withResolvers<void>()
  const counting = pace.run('a', () => promise)
  expect(pace.waitMs('a')).toBe(Number.POSITIVE_INFINITY)
  resolve()
  await counting
  expect(pace.waitMs('a')).toBe(0)
})

test('nobody rests after a failure', async () => {
  const { clock, pace } = openClock()
  const failing = pace.run('a', () => {
    clock.ms += 5_000
    return Promise.reject(new Error('The database is away.'))
  })
  await expect(failing).rejects.toThrow('The database is away.')
  expect(pace.waitMs('a')).toBe(0)
})
