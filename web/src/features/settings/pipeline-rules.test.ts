import type { DealStage } from '@parley/contract'
import { expect, test } from 'vitest'
import { isLastOpen, placeOfNew, readPercent, withStage } from './pipeline-rules.ts'

const stage = (name: string, order: number, outcome: DealStage['outcome'] = 'open') =>
  ({ id: name, key: name, name, order, outcome, probability: 50 }) as DealStage

const stages = [stage('new', 1), stage('talk', 2), stage('won', 3, 'won'), stage('lost', 4, 'lost')]
const namesOf = (all: readonly DealStage[]) => all.map(({ name, order }) => `${order} ${name}`)

test.each([
  ['won', 1, ['1 won', '2 new', '3 talk', '4 lost']],
  ['new', 2, ['1 talk', '2 new', '3 won', '4 lost']],
  ['new', 9, ['1 talk', '2 won', '3 lost', '4 new']],
])('%s moved to %i', (id, order, expected) => {
  expect(namesOf(withStage(stages, id, { order }))).toEqual(expected)
})

test('a stage that is renamed keeps its place', () => {
  expect(namesOf(withStage(stages, 'talk', { name: 'demo' }))).toEqual([
    '1 new',
    '2 demo',
    '3 won',
    '4 lost',
  ])
})

test('a new stage goes behind the open ones; one that ends deals goes last', () => {
  expect(placeOfNew(stages, 'open')).toBe(3)
  expect(placeOfNew(stages.slice(2), 'open')).toBe(1)
  expect(placeOfNew(stages, 'lost')).toBeUndefined()
})

test('the last open stage is known', () => {
  const [first, second, third] = stages
  if (!first || !second || !third) throw new Error('They are above.')
  expect(isLastOpen(stages, first)).toBe(false)
  expect(isLastOpen([second, third], second)).toBe(true)
  expect(isLastOpen([second, third], third)).toBe(false)
})

test.each([
  ['0', 0],
  [' 35 % ', 35],
  ['100', 100],
  ['101', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['', undefined],
  ['many', undefined],
])('%s is %s percent', (text, percent) => {
  expect(readPercent(text)).toBe(percent)
})
