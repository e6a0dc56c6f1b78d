import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Finished, Playout } from './playout.ts'
import { callRate } from './port.ts'

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

const ms = (count: number) => new Int16Array((count * callRate) / 1_000).fill(1)
const msOf = (samples: readonly Int16Array[]) =>
  (samples.reduce((sum, { length }) => sum + length, 0) / callRate) * 1_000

/** A far end that keeps account; with marks when asked, which the test echoes by hand. */
function open({ withMarks = false } = {}) {
  const played: Int16Array[] = []
  const heard: Int16Array[] = []
  const marks: string[] = []
  const finished: (Finished & { readonly atMs: number })[] = []
  let clears = 0
  const playout = new Playout(
    {
      play: (samples) => played.push(samples),
      clear: () => {
        clears += 1
      },
      mark: withMarks ? (name) => marks.push(name) : undefined,
    },
    {
      onStarted() {},
      onFinished: (end) => finished.push({ ...end, atMs: Date.now() }),
      onHeard: (samples) => heard.push(samples),
    },
    { now: () => Date.now() },
  )
  return { playout, played, heard, marks, finished, clears: () => clears }
}

test('a second of speech ends after a second, heard in full, however fast it was made', () => {
  const { playout, played, heard, finished } = open()
  playout.add(ms(600), 'Good morning.')
  playout.add(ms(400))
  playout.end()
  vi.advanceTimersByTime(980)
  expect(finished).toEqual([])
  vi.advanceTimersByTime(20)
  expect(finished).toEqual([
    { heardMs: 1_000, wasInterrupted: false, text: 'Good morning.', atMs: 1_000 },
  ])
  expect([msOf(played), msOf(heard)]).toEqual([1_000, 1_000])
})

test('only a little is sent ahead of its time', () => {
  const { playout, played } = open()
  playout.add(ms(5_000))
  expect(msOf(played)).toBe(400)
  vi.advanceTimersByTime(1_000)
  expect(msOf(played)).toBe(1_400)
})

test('an interruption is silence at once, and keeps the words that were heard', () => {
  const { playout, finished, clears } = open()
  playout.add(ms(1_000), 'Good morning.')
  playout.add(ms(2_000), 'Your order left on Monday.')
  playout.end()
  vi.advanceTimersByTime(2_000)
  playout.clear()
  expect(clears()).toBe(1)
  expect(finished).toMatchObject([
    { heardMs: 2_000, wasInterrupted: true, text: 'Good morning. Your order' },
  ])
  vi.advanceTimersByTime(10_000)
  expect(finished).toHaveLength(1)
  expect(vi.getTimerCount()).toBe(0)
})

test('a pause sends what was not heard again, and nothing twice is counted', () => {
  const { playout, heard, finished } = open()
  playout.add(ms(1_000), 'Good morning.')
  playout.end()
  vi.advanceTimersByTime(400)
  playout.pause()
  vi.advanceTimersByTime(5_000)
  expect(finished).toEqual([])
  playout.resume()
  vi.advanceTimersByTime(600)
  expect(finished).toMatchObject([{ heardMs: 1_000, wasInterrupted: false, atMs: 6_000 }])
  expect(msOf(heard)).toBe(1_000)
})

test('a voice slower than speech leaves gaps that do not count as heard', () => {
  const { playout, finished } = open()
  playout.add(ms(200), 'One.')
  vi.advanceTimersByTime(1_000)
  playout.add(ms(200), 'Two.')
  vi.advanceTimersByTime(100)
  playout.clear()
  expect(finished).toMatchObject([{ text: 'One.', wasInterrupted: true }])
  expect(finished[0]?.heardMs).toBeLessThan(330)
})

test('where there are marks, the end is when the far end says so', () => {
  const { playout, marks, finished } = open({ withMarks: true })
  playout.add(ms(500), 'Hello.')
  playout.end()
  vi.advanceTimersByTime(700)
  expect(finished).toEqual([])
  playout.reachedMark('another')
  playout.reachedMark(marks[0] ?? '')
  expect(finished).toMatchObject([{ heardMs: 500, text: 'Hello.', atMs: 700 }])
  // It is 200 ms late: half of that is believed, so less of the next is taken to be heard.
  playout.add(ms(1_000), 'one two three four five')
  vi.advanceTimersByTime(500)
  playout.clear()
  expect(finished[1]).toMatchObject({ heardMs: 400 })
})

test('a mark that never comes back does not hold the conversation', () => {
  const { playout, finished } = open({ withMarks: true })
  playout.add(ms(500), 'Hello.')
  playout.end()
  vi.advanceTimersByTime(2_020)
  expect(finished).toHaveLength(1)
})

test('parts end one after the other, and one without sound ends at once', () => {
  const { playout, finished } = open()
  playout.add(ms(100), 'One.')
  playout.end()
  playout.add(ms(100), 'Two.')
  playout.end()
  vi.advanceTimersByTime(220)
  expect(finished.map(({ text }) => text)).toEqual(['One.', 'Two.'])
})
