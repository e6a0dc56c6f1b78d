import { expect, test } from 'vitest'
import { bothPaces, freeLines, type Room, startsOf } from './pace-rules.ts'

const room: Room = {
  lines: 20,
  reserved: 0,
  inUse: 0,
  ofCampaign: 0,
  maxConcurrency: null,
  breaker: Number.POSITIVE_INFINITY,
  process: 100,
}

test.each<[string, Partial<Room>, number]>([
  ['all lines of the workspace', {}, 20],
  ['all but those in use', { inUse: 12, ofCampaign: 3 }, 8],
  ['none of those kept free for others', { reserved: 5, inUse: 10 }, 5],
  ['no more than the campaign wants', { maxConcurrency: 4, ofCampaign: 3, inUse: 9 }, 1],
  ['no more than the process can take', { process: 2 }, 2],
  ['one while the carrier is tried', { breaker: 1 }, 1],
  ['none while it rests', { breaker: 0, ofCampaign: 3 }, 0],
  ['none when limits were lowered below what is in use', { lines: 2, inUse: 7 }, 0],
])('a campaign may use %s', (_what, more, expected) => {
  expect(freeLines({ ...room, ...more })).toBe(expected)
})

const now = new Date('2026-03-06T12:00:00.000Z')
const msOf = (starts: readonly Date[]) => starts.map((at) => at.getTime() - now.getTime())

test('starts are evenly spaced and go on where the last ones ended', () => {
  const first = startsOf({ perSecond: 20, nextStartAt: new Date(0) }, now, {
    limit: 9,
    aheadMs: 100,
  })
  expect(msOf(first.starts)).toEqual([0, 50])
  const second = startsOf({ perSecond: 20, nextStartAt: first.nextStartAt }, now, {
    limit: 9,
    aheadMs: 100,
  })
  expect(second.starts).toEqual([])
  const later = new Date(now.getTime() + 70)
  const third = startsOf({ perSecond: 20, nextStartAt: second.nextStartAt }, later, {
    limit: 9,
    aheadMs: 100,
  })
  expect(msOf(third.starts)).toEqual([100, 150])
})

test('less than one call a second is a call now and then', () => {
  const pace = { perSecond: 0.5, nextStartAt: now }
  const { starts, nextStartAt } = startsOf(pace, now, { limit: 5, aheadMs: 100 })
  expect(msOf(starts)).toEqual([0])
  expect(msOf([nextStartAt])).toEqual([2_000])
})

test('without a limit all begin at once', () => {
  const pace = { perSecond: null, nextStartAt: new Date(0) }
  expect(startsOf(pace, now, { limit: 3, aheadMs: 100 }).starts).toEqual([now, now, now])
})

test('of two limits the stricter one holds for each call', () => {
  const [a, b, c] = [0, 30, 60].map((ms) => new Date(now.getTime() + ms)) as [Date, Date, Date]
  expect(bothPaces([a, b, c], [b, b])).toEqual([b, b])
})
