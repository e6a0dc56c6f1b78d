import { expect, test } from 'vitest'
import { differs, searchOf, viewQueryOf } from './saved-views.ts'

test('a view keeps filters, search, sort, columns and look, not what is open', () => {
  const search = { view: 'kanban', sort: 'value', q: 'a b & ü', owner_id: '', order: undefined }
  const query = viewQueryOf({ ...search, open: 'new', saved: 'an id' })
  expect(query).toBe('q=a+b+%26+%C3%BC&sort=value&view=kanban')
  // What the API takes.
  expect(query).toMatch(/^[!-~]*$/)
  expect(searchOf(query)).toEqual({ view: 'kanban', sort: 'value', q: 'a b & ü' })
})

test.each([
  ['the same in another order', 'sort=name&q=steel', { q: 'steel', sort: 'name' }, false],
  ['with something open', 'q=steel', { q: 'steel', open: 'an id', saved: 'an id' }, false],
  ['written by a program', 'q=a%20b', { q: 'a b' }, false],
  ['with one filter more', 'q=steel', { q: 'steel', size: 'small' }, true],
  ['without its filters', 'q=steel', {}, true],
  ['another value', 'q=steel', { q: 'paper' }, true],
])('whether a table differs from its view: %s', (_, query, search, expected) => {
  expect(differs({ query }, search)).toBe(expected)
})
