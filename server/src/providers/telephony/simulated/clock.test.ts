import { expect, test } from 'vitest'
import { openVirtualClock } from './clock.ts'

test('what is due runs in order of time, and of one time in the order in which it was set', async () => {
  const clock = openVirtualClock(0)
  const ran: string[] = []
  const add = (name: string, ms: number) =>
    clock.after(ms, () => ran.push(`${name}@${clock.nowMs()}`))
  add('c', 30)
  add('a', 10)
  add('b', 10)
  add('late', 1_000)
  await clock.advance(100)
  expect(ran).toEqual(['a@10', 'b@10', 'c@30'])
  expect(clock.nowMs()).toBe(100)
  expect(clock.waiting).toBe(1)
})

test('what is called off does not run, and what is set on the way does', async () => {
  const clock = openVirtualClock(0)
  const ran: number[] = []
  const again = () => {
    ran.push(clock.nowMs())
    if (ran.length < 3) clock.after(10, again)
  }
  const cancel = clock.after(5, () => ran.push(-1))
  clock.after(10, again)
  cancel()
  cancel()
  await clock.advance(100)
  expect(ran).toEqual([10, 20, 30])
  expect(clock.waiting).toBe(0)
  expect(await clock.toNext()).toBe(false)
})

test('promises that became ready have gone on before time does', async () => {
  const clock = openVirtualClock(0)
  const seen: number[] = []
  clock.after(10, () => void Promise.resolve().then(() => seen.push(clock.nowMs())))
  clock.after(20, () => undefined)
  await clock.advance(50)
  expect(seen).toEqual([10])
})

test('a thousand timers in any order run by time', async () => {
  const clock = openVirtualClock(0)
  const ran: number[] = []
  for (let n = 0; n < 1_000; n += 1) {
    const atMs = (n * 7_919) % 1_000
    clock.after(atMs, () => ran.push(atMs))
  }
  await clock.advance(1_000)
  expect(ran).toEqual([...ran].sort((a, b) => a - b))
  expect(ran).toHaveLength(1_000)
})
