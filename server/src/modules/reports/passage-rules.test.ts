import { expect, test } from 'vitest'
import { passagesIn, type StageChange } from './passage-rules.ts'

const stages = [
  { id: 'new', position: 1, outcome: 'open' },
  { id: 'offer', position: 2, outcome: 'open' },
  { id: 'won', position: 3, outcome: 'won' },
  { id: 'lost', position: 4, outcome: 'lost' },
] as const
const day = (days: number) => days * 86_400_000
const all = { from: 0, until: day(1_000) }

/** A deal of day 0, with the stages it went to and when, in days. */
function deal(dealId: string, ...steps: readonly (readonly [stage: string, day: number])[]) {
  return steps.map(([toStageId, at], index): StageChange => {
    const fromStageId = steps[index - 1]?.[0]
    return { dealId, fromStageId, toStageId, changedAtMs: day(at), createdAtMs: 0 }
  })
}

test('days in a stage run from the change before, or from the beginning of the deal', () => {
  const changes = [
    ...deal('a', ['new', 0], ['offer', 4], ['won', 10]),
    { ...deal('b', ['offer', 2])[0], fromStageId: 'new' } as StageChange,
  ]
  const [passages] = passagesIn(changes, stages, [all])
  expect(passages?.get('new')).toEqual({ entered: 1, advanced: 1, left: 2, days: 6 })
  expect(passages?.get('offer')).toEqual({ entered: 2, advanced: 1, left: 1, days: 6 })
  expect(passages?.get('won')).toEqual({ entered: 1, advanced: 0, left: 0, days: 0 })
})

test('what is lost does not advance, and a deal that comes back enters once', () => {
  const changes = [
    ...deal('a', ['new', 0], ['lost', 5]),
    ...deal('b', ['new', 0], ['offer', 1], ['new', 2], ['offer', 3], ['lost', 4]),
  ]
  const [passages] = passagesIn(changes, stages, [all])
  expect(passages?.get('new')).toMatchObject({ entered: 2, advanced: 1, left: 3 })
  expect(passages?.get('offer')).toMatchObject({ entered: 1, advanced: 0, left: 2 })
})

test('only what happened in the span counts, but advancing may come later', () => {
  const changes = deal('a', ['new', 0], ['offer', 10], ['won', 20])
  const span = { from: day(5), until: day(20) }
  const [passages] = passagesIn(changes.toReversed(), stages, [span])
  expect(passages?.get('new')).toEqual({ entered: 0, advanced: 0, left: 1, days: 10 })
  expect(passages?.get('offer')).toEqual({ entered: 1, advanced: 1, left: 0, days: 0 })
  expect(passages?.has('won')).toBe(false)
})
