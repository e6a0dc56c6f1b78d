import { expect, test } from 'vitest'
import {
  answerInRange,
  applies,
  isValidated,
  overallScore,
  scoreOfStages,
  shareOf,
  sharesOfTime,
} from './scoring-rules.ts'

const scored = (weight: number, score: number | null, does = true) => ({
  weight,
  score,
  applies: does,
})

test.for([
  [
    'the traditional weights: 20, 30, 30 and 20',
    [scored(20, 1), scored(30, 1), scored(30, 0.75), scored(20, 0.6)],
    84.5,
  ],
  ['all of it', [scored(20, 1), scored(80, 1)], 100],
  ['nothing of it', [scored(20, 0), scored(80, 0)], 0],
  ['only what applies counts', [scored(50, 1), scored(50, 0, false)], 100],
  ['only what could be told counts', [scored(60, 0.5), scored(40, null)], 50],
  ['weights need not add up to 100', [scored(1, 1), scored(2, 0)], 33.33],
  ['weight 0 never counts', [scored(0, 1), scored(5, 0.2)], 20],
  ['nothing to go by', [scored(0, 1), scored(10, null)], null],
  ['no criteria', [], null],
] as const)('the overall score: %s', ([, answers, score]) => {
  expect(overallScore([...answers])).toBe(score)
})

test.for([
  [{ kind: 'boolean', max: null }, true, 1],
  [{ kind: 'boolean', max: null }, false, 0],
  [{ kind: 'boolean', max: null }, 1, null],
  [{ kind: 'scale', max: 4 }, 3, 0.75],
  [{ kind: 'scale', max: 4 }, 9, 1],
  [{ kind: 'scale', max: 4 }, -2, 0],
  [{ kind: 'scale', max: null }, 5, 1],
  [{ kind: 'scale', max: 5 }, Number.NaN, null],
  [{ kind: 'percentage', max: null }, 45, 0.45],
  [{ kind: 'percentage', max: null }, '45', null],
  [{ kind: 'text', max: null }, 'words', null],
  [{ kind: 'boolean', max: null }, null, null],
] as const)('the share of the best of %j answered %j is %j', ([criterion, answer, share]) => {
  expect(shareOf(criterion, answer)).toBe(share)
})

test('an answer of another kind is no answer, and text is trimmed', () => {
  expect(answerInRange({ kind: 'text', max: null }, '  they need it  ')).toBe('they need it')
  expect(answerInRange({ kind: 'text', max: null }, ' ')).toBeNull()
  expect(answerInRange({ kind: 'scale', max: 10 }, true)).toBeNull()
})

const call = { kind: 'call', talkType: 'sales' } as const
test.for([
  [[], [], true],
  [['sales'], [], true],
  [['support'], [], false],
  [[], ['call'], true],
  [[], ['meeting'], false],
  [['sales', 'demo'], ['call', 'meeting'], true],
  [['sales'], ['meeting'], false],
] as const)('talk types %j and kinds %j apply to a sales call: %j', ([talks, kinds, does]) => {
  expect(applies({ talk_types: [...talks], conversation_kinds: [...kinds] }, call)).toBe(does)
})

test.for([
  [
    [1, 1, 1],
    [34, 33, 33],
  ],
  [
    [0, 0],
    [0, 0],
  ],
  [[], []],
  [
    [10, 0, 30],
    [25, 0, 75],
  ],
  [
    [1, 2, 4],
    [14, 29, 57],
  ],
] as const)('the shares of %j are %j', ([parts, shares]) => {
  expect(sharesOfTime([...parts])).toEqual(shares)
})

test('a stage is passed above 5, and stages alone make a score of their mean', () => {
  expect([null, 0, 5, 5.5, 6].map(isValidated)).toEqual([false, false, false, true, true])
  expect(scoreOfStages([10, 5, null])).toBe(75)
  expect(scoreOfStages([null])).toBeNull()
})
