import type { Criterion, EvaluationCorrections, ScorecardContent } from '@parley/contract'
import { expect, test } from 'vitest'
import { talkOf } from '../../../test/evaluated-talks.ts'
import { evaluate } from '../evaluator/index.ts'
import { applyCorrections } from './apply-corrections.ts'

const criterion = (key: string, kind: Criterion['kind'], weight: number): Criterion => ({
  key,
  name: key,
  kind,
  weight,
  max: kind === 'scale' ? 10 : null,
  talk_types: [],
  conversation_kinds: [],
  guidance: null,
  measure: null,
  phrases: [],
})

const scorecard: ScorecardContent = {
  criteria: [
    criterion('opened', 'boolean', 10),
    criterion('listened', 'scale', 30),
    criterion('remarks', 'text', 0),
  ],
  stages: [],
  language: null,
  outcome_rule: 'evidence',
  scored_talk_types: [],
  guidance: null,
}

/** Nothing of it could be told, so there is no score. */
async function madeBy(more: Partial<ScorecardContent> = {}) {
  const whole = { ...scorecard, ...more }
  const talk = talkOf([['R', 'Well, here we are again.']], { scorecard: whole })
  const { content } = await evaluate(talk, { llm: undefined })
  return (corrections: EvaluationCorrections) => applyCorrections(content, whole, corrections)
}

test('the score follows from corrected answers by weight, unless it is given', async () => {
  const correct = await madeBy()
  const cases: [EvaluationCorrections, number | null][] = [
    [{ criteria: { opened: { answer: true } } }, 100],
    // 10 × 1 and 30 × 0.5 of 40.
    [{ criteria: { opened: { answer: true }, listened: { answer: 5 } } }, 62.5],
    [{ criteria: { opened: { answer: true }, listened: { answer: 99 } } }, 100],
    [{ criteria: { opened: { answer: true, score: 0.5 } } }, 50],
    [{ criteria: { opened: { answer: true, score: null } } }, null],
    [{ criteria: { opened: { answer: true } }, score: 7 }, 7],
    [{ criteria: { remarks: { answer: 'Fine.' } } }, null],
    [{ outcome: 'closed_won' }, null],
  ]
  for (const [corrections, score] of cases) {
    expect(correct(corrections).content.score, JSON.stringify(corrections)).toBe(score)
  }
})

test('a talk of a type that is not scored stays without a score', async () => {
  const correct = await madeBy({ scored_talk_types: ['demo'] })
  expect(correct({ criteria: { opened: { answer: true } } }).content.score).toBeNull()
  expect(correct({ score: 30 }).content.score).toBe(30)
})

test('a stage is corrected, and the score follows where there are no criteria', async () => {
  const stage = (key: string) => ({ key, name: key, guidance: null, measure: null, phrases: [] })
  const correct = await madeBy({ criteria: [], stages: [stage('opening'), stage('closing')] })
  const { content, changes } = correct({
    stages: { opening: { note: 8, comment: 'Well begun.' }, closing: { note: 5 } },
  })
  expect(content.stages).toMatchObject([
    { key: 'opening', note: 8, comment: 'Well begun.', validated: true },
    { key: 'closing', note: 5, comment: null, validated: false },
  ])
  expect(content.score).toBe(65)
  expect(changes).toEqual([
    {
      field: 'stages.opening',
      before: { note: null, comment: null },
      after: { note: 8, comment: 'Well begun.' },
    },
    {
      field: 'stages.closing',
      before: { note: null, comment: null },
      after: { note: 5, comment: null },
    },
    { field: 'score', before: null, after: 65 },
  ])
  expect(correct({ stages: { opening: { note: null } } }).changes).toEqual([])
  expect(() => correct({ stages: { middle: { note: 1 } } })).toThrow(
    expect.objectContaining({ code: 'VALIDATION_ERROR' }),
  )
})

test('only what came out differently is a change', async () => {
  const correct = await madeBy()
  const { changes, content } = correct({ criteria: { opened: { answer: true } } })
  expect(changes).toEqual([
    {
      field: 'criteria.opened',
      before: { answer: null, score: null, comment: content.criteria[0]?.comment ?? null },
      after: { answer: true, score: 1, comment: content.criteria[0]?.comment ?? null },
    },
    { field: 'score', before: null, after: 100 },
  ])
  expect(correct({ outcome: content.outcome.value, note: 'Right.' }).changes).toEqual([])
})

test('answers of another kind and criteria that are none are refused', async () => {
  const correct = await madeBy()
  const wrong: EvaluationCorrections[] = [
    { criteria: { opened: { answer: 'yes' } } },
    { criteria: { listened: { answer: true } } },
    { criteria: { closed: { answer: true } } },
  ]
  for (const corrections of wrong) {
    expect(() => correct(corrections), JSON.stringify(corrections)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_ERROR' }),
    )
  }
})
