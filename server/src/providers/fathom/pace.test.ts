import { expect, test } from 'vitest'
import { openPace, openPaces } from './pace.ts'

test('sixty requests a minute are let through, and the next waits for the first to be a minute old', () => {
  let nowMs = 1_000
  const pace = openPace(() => nowMs)
  for (let count = 0; count < 60; count += 1) {
    expect(pace.take(false)).toBe(0)
    nowMs += 100
  }
  expect(pace.take(false)).toBe(60_000 - 6_000)
  nowMs += 54_000
  expect(pace.take(false)).toBe(0)
  expect(pace.take(false)).toBe(100)
})

test('thirty of them may be heavy, and a heavy one that waits is not counted', () => {
  let nowMs = 0
  const pace = openPace(() => nowMs)
  for (let count = 0; count < 30; count += 1) expect(pace.take(true)).toBe(0)
  expect(pace.take(true)).toBe(60_000)
  for (let count = 0; count < 30; count += 1) expect(pace.take(false)).toBe(0)
  expect(pace.take(false)).toBe(60_000)
  nowMs = 60_000
  expect(pace.take(true)).toBe(0)
})

test('when Fathom says to wait, every request waits', () => {
  let nowMs = 0
  const pace = openPace(() => nowMs)
  pace.pause(5_000)
  nowMs = 2_000
  expect(pace.take(false)).toBe(3_000)
  nowMs = 5_000
  expect(pace.take(false)).toBe(0)
})

test('keys are paced apart from each other', () => {
  const paceOf = openPaces(() => 0)
  paceOf('https://a', 'one').pause(1_000)
  expect(paceOf('https://a', 'one').take(false)).toBe(1_000)
  expect(paceOf('https://a', 'two').take(false)).toBe(0)
  expect(paceOf('https://b', 'one').take(false)).toBe(0)
})
