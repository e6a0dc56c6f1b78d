import { expect, test } from 'vitest'
import { statusOf } from './end-rules.ts'

test.for([
  ['hangup', 0, 'COMPLETED'],
  ['agent_hangup', 4, 'COMPLETED'],
  ['transfer', 4, 'FORWARDED'],
  ['max_duration', 4, 'TERMINATED'],
  ['connection_lost', 0, 'FAILED'],
  ['connection_lost', 3, 'COMPLETED'],
  ['failed', 3, 'FAILED'],
  ['something new', 3, 'FAILED'],
] as const)('%s after %d turns is %s', ([reason, turns, status]) => {
  expect(statusOf(reason, turns)).toBe(status)
})
