import { conversationOutcomes } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  followUpDays,
  isFittingDuration,
  objectivesReached,
  qualityOf,
  suggestedSteps,
  traditionalOutcome,
} from './general-call-rules.ts'

test.for([
  [0, false, 1],
  [4.99, false, 1],
  [5, true, 2],
  [14.9, true, 2],
  [15, true, 3],
  [30, true, 4],
  [90, true, 4],
  [90.1, false, 4],
] as const)('%d minutes fit: %s, and reach %d objectives', ([minutes, fits, objectives]) => {
  expect(isFittingDuration(minutes)).toBe(fits)
  expect(objectivesReached(minutes)).toBe(objectives)
})

const tone = (minutes: number, hasExternal: boolean, positive: number, negative: number) => ({
  minutes,
  hasExternal,
  positive,
  negative,
})

test.for([
  [tone(1.9, false, 9, 0), 'no_show'],
  [tone(1.9, true, 9, 0), 'follow_up_required'],
  [tone(31, true, 5, 2), 'closed_won'],
  [tone(30, true, 5, 2), 'follow_up_required'],
  [tone(31, false, 5, 2), 'closed_won'],
  [tone(45, true, 2, 5), 'closed_lost'],
  [tone(3, true, 0, 1), 'closed_lost'],
  [tone(11, true, 3, 3), 'follow_up_required'],
  [tone(5, true, 0, 0), 'follow_up_required'],
  [tone(5, false, 0, 0), 'no_show'],
] as const)('%j is %s', ([facts, outcome]) => {
  expect(traditionalOutcome(facts)).toBe(outcome)
})

const quality = (minutes: number, share: number | undefined, next: boolean, questions: number) =>
  qualityOf({ minutes, customerShare: share, hasNextStep: next, questions })

test('the quality is 1 to 5 by balance, next step, length and questions', () => {
  expect(quality(20, 0.4, true, 5)).toBe(5)
  expect(quality(20, 0.29, true, 5)).toBe(4)
  expect(quality(20, undefined, false, 5)).toBe(3)
  expect(quality(4, 0.2, false, 1)).toBe(2)
  expect(quality(1, 0, false, 0)).toBe(1)
})

test('the follow-up is 3 days after a sale, 7 when open, 90 when lost, 2 after a no-show', () => {
  expect(conversationOutcomes.map((outcome) => [outcome, followUpDays(outcome)])).toEqual([
    ['closed_won', 3],
    ['closed_lost', 90],
    ['follow_up_required', 7],
    ['no_show', 2],
    ['qualified', 7],
    ['not_qualified', undefined],
  ])
})

test('every outcome suggests two or three steps in both languages', () => {
  for (const outcome of conversationOutcomes) {
    for (const language of ['en', 'fr'] as const) {
      const { length } = suggestedSteps(outcome, language)
      expect(length).toBeGreaterThanOrEqual(2)
      expect(length).toBeLessThanOrEqual(3)
    }
  }
})
