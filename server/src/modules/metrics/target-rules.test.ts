import { defaultTargets, targetableMetrics } from '@parley/contract'
import { expect, test } from 'vitest'
import { measuresOf } from '../../../test/talks.ts'
import { changeTargets, judge, settingsOf } from './target-rules.ts'

const target = (min: number | null, max: number | null) => ({ min, ideal: null, max })

// 6 of 10 s are ours.
const measures = measuresOf([
  [1, 0, 6, 'one'],
  [2, 6, 10, 'two'],
])

test.each([
  [target(0.6, 0.6), 'within'],
  [target(0.61, null), 'below'],
  [target(null, 0.59), 'above'],
])('a talk share of 0.6 is judged by %j: %s', (wanted, verdict) => {
  expect(judge(measures, { rep_share: wanted } as never)).toEqual([
    { metric: 'rep_share', target: wanted, verdict },
  ])
})

test('what has no value is judged unknown, and what has no limits not at all', () => {
  // Nobody of ours answers in it.
  const wanted = { patience: target(0.6, 1), rep_share: { min: null, ideal: 0.43, max: null } }
  expect(judge(measures, wanted as never)).toMatchObject([
    { metric: 'patience', verdict: 'unknown' },
  ])
})

test('a workspace that changed nothing has the published targets', () => {
  const { monologueSeconds, targets } = settingsOf(undefined)
  expect(monologueSeconds).toBe(60)
  expect(targets).toEqual(defaultTargets)
  expect(targets.rep_share).toEqual({ min: null, ideal: 0.43, max: 0.65 })
  expect(targetableMetrics).not.toContain('next_step')
})

test('each target that is given takes the place of the former one, null of none', () => {
  const former = { rep_share: target(0.1, 0.2), patience: target(1, 2) }
  const changed = changeTargets(former, {
    rep_share: { max: 0.5 },
    patience: null,
    silence_share: undefined,
  } as never)
  expect(changed).toEqual({ rep_share: target(null, 0.5) })
})
