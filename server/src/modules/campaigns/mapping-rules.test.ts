import { expect, test } from 'vitest'
import { columnsOf, rowOf } from './mapping-rules.ts'

const head = ['Full Name', 'Phone number', 'TZ', 'Plan', '']

test('usual names of columns are found, and the others are variables', () => {
  const columns = columnsOf(head)
  expect(columns).toEqual({ phoneNumber: 1, name: 0, timezone: 2, variables: [['Plan', 3]] })
  if ('message' in columns) throw new Error(columns.message)
  expect(rowOf(columns, ['Ada', '+33142345678', '', 'gold'])).toEqual({
    phoneNumber: '+33142345678',
    name: 'Ada',
    timezone: undefined,
    dynamicVariables: { Plan: 'gold' },
  })
})

test('a mapping says which column is what', () => {
  const mapping = { phoneNumber: 'Büro', variables: { first_name: 'vorname' } }
  expect(columnsOf(['Vorname', 'Büro', 'Handy'], mapping)).toEqual({
    phoneNumber: 1,
    name: undefined,
    timezone: undefined,
    variables: [['first_name', 0]],
  })
})

test.each([
  [['a', 'b'], {}, /mapping.phoneNumber/],
  [['phone'], { name: 'Who' }, /'Who'/],
  [['phone'], { variables: { plan: 'Plan' } }, /'Plan'/],
  [['phone'], { phoneNumber: 'mobile' }, /mapping.phoneNumber/],
])('of %j with %j it is said what is missing', (columns, mapping, message) => {
  expect(columnsOf(columns, mapping)).toEqual({ message: expect.stringMatching(message) })
})
