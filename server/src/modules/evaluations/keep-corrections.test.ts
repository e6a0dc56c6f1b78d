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
  content: null,
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
    former('score', 100, {
      content: { criteria: [{ applies: true, weight: 25, score: 1 }] as never, stages: [] },
    }),
  ],
])('%s is not kept', (_, correction) => {
  expect(keepCorrections(made.content, scorecard, [correction])).toEqual({
    content: made.content,
    changes: [],
  })
})

test('the note of a stage is kept while the scorecard has the stage', async () => {
  const coach = { id: 'coach', content: builtInContent('french_closing') }
  const { content } = await evaluate(
    talkOf([['R', 'Bonjour, comment allez-vous ?']], { scorecard: coach.content }),
    { llm: undefined },
  )
  const [stage] = content.stages
  const corrected = { note: 9, comment: 'Chaleureux.' }
  const { content: kept, changes } = keepCorrections(content, coach, [
    former(`stages.${stage?.key}`, corrected, { scorecardId: 'coach', note: 'Heard it.' }),
    former('stages.gone', corrected, { scorecardId: 'coach' }),
  ])
  expect(kept.stages[0]).toMatchObject({ ...corrected, validated: true })
  expect(changes[0]).toMatchObject({ field: `stages.${stage?.key}`, note: 'Heard it.' })
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
