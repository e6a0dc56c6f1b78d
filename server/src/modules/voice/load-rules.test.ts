import { expect, test } from 'vitest'
import { loadRefusal } from './load-rules.ts'

const idle = { calls: 0, lagMs: 1, maxCalls: 2, maxLagMs: 100 }

test.for([
  ['room', idle],
  ['the last place', { ...idle, calls: 1, lagMs: 100 }],
] as const)('%s is no reason to refuse', ([, load]) => {
  expect(loadRefusal(load)).toBeUndefined()
})

test.for([
  ['no place', { ...idle, calls: 2 }, 'speaks in 2 calls already'],
  ['a late loop', { ...idle, lagMs: 101 }, 'too busy'],
] as const)('%s is a reason to refuse', ([, load, reason]) => {
  expect(loadRefusal(load)).toContain(reason)
})
