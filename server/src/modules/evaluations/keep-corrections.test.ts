import { expect, test } from 'vitest'
import { talkOf } from '../../../test/evaluated-talks.ts'
import { evaluate } from '../evaluator/index.ts'
import { builtInContent } from '../scorecards/index.ts'
import { type FormerCorrection, keepCorrections } from './keep-corrections.ts'

const scorecard = { id: 'bant', content: builtInContent('bant') }
const made = await evaluate(talkOf([['R', 'Well, here we are again.']]), { llm: undefined })

const former = (field: string, after: unknown, more: Partial<FormerCorrection> = {}) => ({
  field,
  after,
  scorecardId: scorecard.id,
  note: null,
  correctedBy: 'Ada',
  criteria: null,
  ...more,
})
const answer = (value: unknown) => ({ answer: value, score: 1, comment: null })

test.each([
  ['a criterion that is gone', former('criteria.charm', answer(5))],
  ['an answer that the criterion no longer takes', former('criteria.need', answer(true))],
  ['a score of another scorecard', former('score', 12, { scorecardId: 'spiced' })],
  ['an answer of another scorecard', former('criteria.need', answer(5), { scorecardId: 'spiced' })],
  [
    'a score that followed from answers',
    former('score', 100, { criteria: [{ applies: true, weight: 25, score: 1 }] as never }),
  ],
])('%s is not kept', (_, correction) => {
  expect(keepCorrections(made.content, scorecard, [correction])).toEqual({
    content: made.content,
    changes: [],
  })
})

test('of several corrections of a talk the last is kept, under the name of who made it', () => {
  const { content, changes } = keepCorrections(made.content, scorecard, [
    former('outcome', 'closed_lost', { scorecardId: 'spiced' }),
    former('outcome', 'closed_won', { correctedBy: 'Bo', note: 'Signed.' }),
    former('score', 12),
  ])
  expect([content.outcome.value, content.score]).toEqual(['closed_won', 12])
  expect(changes).toMatchObject([
    { field: 'outcome', after: 'closed_won', correctedBy: 'Bo', note: 'Signed.' },
    { field: 'score', after: 12, correctedBy: 'Ada', note: null },
  ])
})
