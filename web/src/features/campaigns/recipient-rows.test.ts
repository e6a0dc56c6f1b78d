import { expect, test } from 'vitest'
import { readTable } from './read-table.ts'
import { assignRole, doubtsOf, guessRoles, toMapping, toPeople } from './recipient-rows.ts'

const read = (text: string) => readTable(text, (number) => `Column ${number}`)
const table = read(
  'Full name;Phone;tz;City\nAda;+442079460001;Europe/London;London\nBert;none;;\nCleo;+44 20 7946 0001;;\nDora;;;\n',
)

test('columns are found by their usual names, and others become variables', () => {
  expect(guessRoles(table)).toEqual(['name', 'phoneNumber', 'timezone', 'variable'])
})

test('a column of numbers is found without a name', () => {
  expect(guessRoles(read('+442079460001,Ada\n+442079460002,Bert'))).toEqual([
    'phoneNumber',
    'variable',
  ])
  expect(guessRoles(read('Büro,Kunde\n+442079460001,Ada'))).toEqual(['phoneNumber', 'variable'])
})

test('only one column has the numbers', () => {
  const roles = assignRole(['phoneNumber', 'variable', 'none'], 1, 'phoneNumber')
  expect(roles).toEqual(['variable', 'phoneNumber', 'none'])
  expect(assignRole(roles, 0, 'none')).toEqual(['none', 'phoneNumber', 'none'])
})

test('rows become people with their variables and consent', () => {
  const consent = { kind: 'written', source: 'form' }
  const [ada, bert] = toPeople(table, guessRoles(table), consent)
  expect(ada).toEqual({
    phoneNumber: '+442079460001',
    name: 'Ada',
    timezone: 'Europe/London',
    dynamicVariables: { City: 'London' },
    consent,
  })
  expect(bert).toEqual({ phoneNumber: 'none', name: 'Bert', dynamicVariables: {}, consent })
})

test('a file that is sent as it is says which column is what', () => {
  expect(toMapping(table, guessRoles(table))).toEqual({
    phoneNumber: 'Phone',
    name: 'Full name',
    timezone: 'tz',
    variables: { City: 'City' },
  })
})

test('rows that will hardly be taken are told before they are sent', () => {
  expect(doubtsOf(table, guessRoles(table))).toEqual([
    { row: 2, value: 'none', why: 'notANumber' },
    { row: 3, value: '+44 20 7946 0001', why: 'twice' },
    { row: 4, value: '', why: 'missing' },
  ])
})
