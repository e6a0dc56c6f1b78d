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

test('a workspace is counted again at once after a short count', async () => {
  const { pace, countFor } = openClock()
  expect(await countFor(200)).toBe(0)
  expect(pace.waitMs('a')).toBe(0)
})

test('a workspace rests nine times as long as a long count took, others do not', async () => {
  const { clock, pace, countFor } = openClock()
  expect(await countFor(300)).toBe(2_700)
  expect(pace.waitMs('a')).toBe(2_700)
  expect(pace.waitMs('b')).toBe(0)
  clock.ms += 2_699
  expect(pace.waitMs('a')).toBe(1)
  clock.ms += 1
  expect(pace.waitMs('a')).toBe(0)
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
