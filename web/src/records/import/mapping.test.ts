import { expect, test } from 'vitest'
import type { FieldView, ResourceView } from '../resource-view.ts'
import { guessMapping, type Known, prepareRow, type Reading, repeatedLines } from './mapping.ts'
import { splitName } from './split-name.ts'

const fields: FieldView[] = [
  { name: 'full_name', label: 'field.name', kind: 'text', readOnly: true },
  { name: 'first_name', label: 'field.firstName', kind: 'text' },
  { name: 'email', label: 'field.email', kind: 'email' },
  { name: 'company_id', label: 'field.company', kind: 'company' },
  { name: 'owner_id', label: 'field.owner', kind: 'person' },
  { name: 'is_primary', label: 'field.isPrimary', kind: 'flag' },
  { name: 'value', label: 'field.value', kind: 'money' },
  {
    name: 'priority',
    label: 'field.priority',
    kind: 'choice',
    choices: { words: 'priority', values: ['low', 'high'] },
  },
]
const view = { fields, fromFile: { by: 'email', madeOf: { full_name: splitName } } } as unknown
const known: Known = {
  people: new Map([['robin@example.com', 'user-1']]),
  stages: new Map(),
  companies: new Map([['acme steel', 'company-1']]),
  contacts: new Map(),
}

function readingOf(mapping: Reading['mapping'], makesCompanies = true): Reading {
  return { view: view as ResourceView, mapping, dayOrder: 'day', known, makesCompanies }
}

test('columns find their fields by name, by label and by what others call them', () => {
  const labels: Record<string, string> = { company_id: 'Entreprise', full_name: 'Nom' }
  const labelOf = ({ name }: FieldView) => labels[name] ?? name
  const headers = ['Nom', 'Courriel', 'ENTREPRISE', 'Montant', 'Shoe size', 'E-Mail']
  expect(guessMapping(headers, fields, labelOf)).toEqual([
    'full_name',
    undefined,
    'company_id',
    'value',
    undefined,
    'email',
  ])
})

test('cells become what the API takes', () => {
  const mapping = [
    'full_name',
    'email',
    'company_id',
    'owner_id',
    'is_primary',
    'value',
    'priority',
  ]
  const cells = [
    'Ada King',
    ' ada@example.com ',
    'ACME Steel',
    'Robin@example.com',
    'yes',
    '1,5',
    'High',
  ]
  expect(prepareRow(cells, 2, readingOf(mapping))).toEqual({
    line: 2,
    mistakes: [],
    body: {
      first_name: 'Ada',
      last_name: 'King',
      email: 'ada@example.com',
      company_id: 'company-1',
      owner_id: 'user-1',
      is_primary: true,
      value: 1.5,
      priority: 'high',
    },
  })
})

test('an empty cell says nothing, and a cell that says nothing known is a mistake', () => {
  const mapping = ['first_name', 'value', 'owner_id', undefined]
  const { body, mistakes } = prepareRow(['', 'ten', 'Nobody', 'x'], 3, readingOf(mapping))
  expect(body).toEqual({})
  expect(mistakes.map(({ field, text }) => [field.name, text])).toEqual([
    ['value', 'ten'],
    ['owner_id', 'Nobody'],
  ])
})

test('a company that nobody knows is made, or is a mistake', () => {
  const cells = ['Zenith']
  expect(prepareRow(cells, 2, readingOf(['company_id']))).toMatchObject({
    newCompany: 'Zenith',
    mistakes: [],
  })
  const strict = prepareRow(cells, 2, readingOf(['company_id'], false))
  expect(strict.newCompany).toBeUndefined()
  expect(strict.mistakes).toHaveLength(1)
})

test('a key that comes again in the file is told with the line it first stands in', () => {
  const rows = ['a@x.com', 'b@x.com', 'A@x.com'].map((email, index) =>
    prepareRow([email], index + 2, readingOf(['email'])),
  )
  expect([...repeatedLines(rows, 'email')]).toEqual([[4, 2]])
  expect([...repeatedLines(rows, undefined)]).toEqual([])
})
