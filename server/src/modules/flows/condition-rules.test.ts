import { expect, test } from 'vitest'
import { equationHolds, isOperator } from './condition-rules.ts'

const variables = {
  budget: '12000',
  city: 'London',
  tags: ['gold', 'new'],
  empty: '',
  agreed: 'True',
  order: { total: 40 },
}

test.each([
  ['budget', 'greater_than', 9_000, true],
  ['budget', '>', '9000', true],
  ['budget', '<=', 12_000, true],
  ['missing', '<', 5, false],
  ['city', 'equals', 'london', true],
  ['{{ city }}', '!=', 'Paris', true],
  ['city', 'contains', 'don', true],
  ['city', 'starts_with', 'lon', true],
  ['city', 'ends_with', 'don', true],
  ['city', 'in', 'Paris, London', true],
  ['city', 'not_in', ['Paris'], true],
  ['tags', 'contains', 'GOLD', true],
  ['tags', 'not_contains', 'silver', true],
  ['empty', 'is_empty', undefined, true],
  ['missing', 'exists', undefined, false],
  ['agreed', 'is_true', undefined, true],
  ['agreed', 'is_false', undefined, false],
  ['order.total', 'eq', 40, true],
  ['constructor', 'exists', undefined, false],
  ['city', 'resembles', 'x', false],
])('%s %s %j is %s', (variable, operator, value, holds) => {
  expect(equationHolds({ conditions: [{ variable, operator, value }] }, variables)).toBe(holds)
})

test('all terms must hold, or any of them, and none at all is no equation', () => {
  const yes = { variable: 'city', operator: 'equals', value: 'London' }
  const no = { variable: 'city', operator: 'equals', value: 'Paris' }
  expect(equationHolds({ logic: 'all', conditions: [yes, no] }, variables)).toBe(false)
  expect(equationHolds({ logic: 'any', conditions: [yes, no] }, variables)).toBe(true)
  expect(equationHolds({ conditions: [] }, variables)).toBe(false)
})

test('only operators that mean something are known', () => {
  expect(['equals', '>=', 'is_not_empty', 'toString'].map(isOperator)).toEqual([
    true,
    true,
    true,
    false,
  ])
})
