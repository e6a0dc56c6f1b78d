import { expect, test } from 'vitest'
import { loadRefusal } from './load-rules.ts'

const idle = { calls: 0, lagMs: 1, maxCalls: 2, maxLagMs: 100 }

test.for([
  ['room', idle, undefined],
  ['the last place', { ...idle, calls: 1, lagMs: 100 }, undefined],
  ['no place', { ...idle, calls: 2 }, 'speaks in 2 calls already'],
  ['a late loop', { ...idle, lagMs: 101 }, 'too busy'],
] as const)('%s', ([, load, reason]) => {
  if (reason) expect(loadRefusal(load)).toContain(reason)
  else expect(loadRefusal(load)).toBeUndefined()
})
