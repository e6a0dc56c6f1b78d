import { expect, test } from 'vitest'
import { microBatch } from './micro-batch.ts'

const limits = { maxItems: 3, maxInFlight: 2, maxWaiting: 100 }

/** A run that ends when it is told to. */
function heldRuns() {
  const runs: { items: readonly number[]; end: () => void }[] = []
  const run = (items: readonly number[]) =>
    new Promise<number[]>((resolve) => {
      runs.push({ items, end: () => resolve(items.map((item) => item * 10)) })
    })
  return { runs, run }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('what is asked for in one turn is done together, each with its own answer', async () => {
  const seen: (readonly number[])[] = []
  const ask = microBatch(limits, async (items: readonly number[]) => {
    seen.push(items)
    return items.map((item) => item + 1)
  })
  expect(await Promise.all([ask(1), ask(2)])).toEqual([2, 3])
  expect(await ask(5)).toBe(6)
  expect(seen).toEqual([[1, 2], [5]])
})

test('no more runs go on at once than allowed, and those who wait come next in their order', async () => {
  const { runs, run } = heldRuns()
  const ask = microBatch(limits, run)
  const answers = Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(ask))
  await nextTurn()
  expect(runs.map(({ items }) => items)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ])
  runs[1]?.end()
  await nextTurn()
  expect(runs[2]?.items).toEqual([7, 8])
  for (const { end } of runs) end()
  expect(await answers).toEqual([10, 20, 30, 40, 50, 60, 70, 80])
})

test('an error among the answers fails one item, an error of the run fails all of it', async () => {
  const ask = microBatch(limits, async (items: readonly number[]) => {
    if (items.includes(0)) throw new Error('all')
    return items.map((item) => (item === 1 ? new Error('one') : item))
  })
  const some = await Promise.allSettled([ask(1), ask(2)])
  expect(some.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
  const none = await Promise.allSettled([ask(0), ask(2)])
  expect(none.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

test('when too many wait, further ones are refused at once', async () => {
  const { runs, run } = heldRuns()
  const ask = microBatch({ maxItems: 1, maxInFlight: 1, maxWaiting: 1 }, run)
  const first = ask(1)
  await nextTurn()
  const second = ask(2)
  await expect(ask(3)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' })
  runs[0]?.end()
  await first
  await nextTurn()
  runs[1]?.end()
  expect(await second).toBe(20)
})

test('what comes alone is done at once, what follows at the distance that is asked for', async () => {
  const startedMs: number[] = []
  const sizes: number[] = []
  const double = microBatch<number, number>({ ...limits, minGapMs: 50 }, async (items) => {
    startedMs.push(performance.now())
    sizes.push(items.length)
    return items.map((item) => item * 2)
  })
  expect(await double(1)).toBe(2)
  const second = double(2)
  await new Promise((resolve) => setImmediate(resolve))
  const third = double(3)
  expect(await Promise.all([second, third])).toEqual([4, 6])
  const [first = 0, next = 0] = startedMs
  // A timer may come a little early.
  expect(next - first).toBeGreaterThan(48)
  expect(sizes).toEqual([1, 2])
})

test('many that wait are begun before the distance is over', async () => {
  const startedMs: number[] = []
  const sizes: number[] = []
  const gap = { minGapMs: 10_000, enoughItems: 3 }
  const double = microBatch<number, number>({ ...limits, ...gap }, async (items) => {
    startedMs.push(performance.now())
    sizes.push(items.length)
    return items.map((item) => item * 2)
  })
  expect(await double(1)).toBe(2)
  const second = double(2)
  await nextTurn()
  expect(await Promise.all([second, double(3), double(4)])).toEqual([4, 6, 8])
  expect(sizes).toEqual([1, 3])
  const [first = 0, next = 0] = startedMs
  expect(next - first).toBeLessThan(9_000)
})
