import { expect, test } from 'vitest'
import { make, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { wordsOf } from './search-terms.ts'

test('a search is its words, as they were typed', () => {
  expect(wordsOf('  Acme  Corp\t\nParis ')).toEqual(['Acme', 'Corp', 'Paris'])
  expect(wordsOf('')).toEqual([])
})

/** Contacts by first and last name, with an e-mail that says nothing. */
async function makePeople(app: TestApp, names: readonly string[]): Promise<void> {
  const records = names.map((name, n) => {
    const [first_name, ...rest] = name.split(' ')
    return { first_name, last_name: rest.join(' ') || null, email: `q${n}@zz.example` }
  })
  const body = { operation: 'create', atomic: true, records }
  expect((await app.call('POST', `${paths.contacts}/batch`, { body })).status).toBe(200)
}

async function found(app: TestApp, search: string): Promise<string[]> {
  return (await valuesOf(app, 'contacts', 'full_name', { search })).map(String).sort()
}

test('a search finds parts of words, several words in any order, in any case', async () => {
  await using app = await startTestApp()
  await makePeople(app, [
    'Katherine Johnson',
    'Mary Jackson',
    'Dorothy Vaughan',
    'Élodie Müller',
    'ΟΔΥΣΣΕΑΣ ΕΛΥΤΗΣ',
    '山田 太郎',
    'İpek Şahin',
    '🙂 Smile',
    "Conan O'Brien",
  ])
  const table: [string, string[]][] = [
    ['johns', ['Katherine Johnson']],
    ['HERINE', ['Katherine Johnson']],
    ['jackson mary', ['Mary Jackson']],
    ['  ackso   ary ', ['Mary Jackson']],
    ['élodie', ['Élodie Müller']],
    ['MÜLLER', ['Élodie Müller']],
    ['οδυσσεασ', ['ΟΔΥΣΣΕΑΣ ΕΛΥΤΗΣ']],
    ['ΕΛΥΤΗΣ', ['ΟΔΥΣΣΕΑΣ ΕΛΥΤΗΣ']],
    ['山田', ['山田 太郎']],
    ['太', ['山田 太郎']],
    ['İPEK', ['İpek Şahin']],
    ['şahin', ['İpek Şahin']],
    ['🙂', ['🙂 Smile']],
    ["o'br", ["Conan O'Brien"]],
    ['q1@zz', ['Mary Jackson']],
    ['mary vaughan', []],
    ['zebra', []],
  ]
  for (const [search, names] of table) expect(await found(app, search), search).toEqual(names)
})

test('%, _ and \\ stand for themselves', async () => {
  await using app = await startTestApp()
  await makePeople(app, ['100% Real', 'Snake_Case', 'Back\\Slash', 'Plain'])
  const table: [string, string[]][] = [
    ['%', ['100% Real']],
    ['0%', ['100% Real']],
    ['_', ['Snake_Case']],
    ['e_c', ['Snake_Case']],
    ['\\', ['Back\\Slash']],
    ['k\\s', ['Back\\Slash']],
    ['%%', []],
    ["'; drop table contact; --", []],
    ['\\%', []],
  ]
  for (const [search, names] of table) expect(await found(app, search), search).toEqual(names)
})

test('a word that nothing contains finds near spellings', async () => {
  await using app = await startTestApp()
  await makePeople(app, ['Katherine Johnson', 'Mary Jackson', 'Margaret Hamilton'])
  const table: [string, string[]][] = [
    ['katharine', ['Katherine Johnson']],
    ['jonson', ['Katherine Johnson']],
    ['margret', ['Margaret Hamilton']],
    ['hamliton', ['Margaret Hamilton']],
    ['katharine jonson', ['Katherine Johnson']],
    ['xyzzy', []],
  ]
  for (const [search, names] of table) expect(await found(app, search), search).toEqual(names)
})

test('better matches come first, unless another order is asked for', async () => {
  await using app = await startTestApp()
  await makePeople(app, ['Ann Lee', 'Annabel Leeson', 'Joann Sleeman'])
  const ranked = await valuesOf(app, 'contacts', 'full_name', { search: 'ann' })
  expect(ranked[0]).toBe('Ann Lee')
  expect(ranked).toHaveLength(3)
  const sorted = { search: 'ann', sort: 'full_name', order: 'desc' }
  expect(await valuesOf(app, 'contacts', 'full_name', sorted)).toEqual([
    'Joann Sleeman',
    'Annabel Leeson',
    'Ann Lee',
  ])
})

test('short terms, blanks and 500 characters are fine; more is refused', async () => {
  await using app = await startTestApp()
  await makePeople(app, ['Al Bo', 'Cy Do'])
  expect(await found(app, 'al')).toEqual(['Al Bo'])
  expect(await found(app, 'c')).toEqual(['Cy Do'])
  expect(await found(app, '   ')).toHaveLength(2)
  expect(await found(app, '')).toHaveLength(2)
  expect(await found(app, 'x'.repeat(500))).toEqual([])
  expect(await found(app, 'al '.repeat(166))).toEqual(['Al Bo'])
  const refused = await app.call('GET', `${paths.contacts}?search=${'x'.repeat(501)}`)
  expect(refused).toMatchObject({ status: 400, body: { details: { field: 'search' } } })
})

test('a search works together with filters, and its total is exact', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Initech' })
  await makePeople(app, ['Ann A', 'Ann B'])
  await make(app, 'contacts', { first_name: 'Ann', company_id: company.id })
  const { body } = await app.call('GET', `${paths.contacts}?search=ann&limit=1`)
  expect(body).toMatchObject({ count: 3, pagination: { hasMore: true, totalPages: 3 } })
  const filtered = { search: 'ann', company_id: company.id }
  expect(await rowsOf(app, 'contacts', filtered)).toHaveLength(1)
})

test('deals are found by the name of their company too, not by that of a deleted one', async () => {
  await using app = await startTestApp()
  const company = await make(app, 'companies', { name: 'Initech', website: 'secret.example' })
  const deal = await make(app, 'deals', { title: 'Renewal', company_id: company.id })
  await make(app, 'deals', { title: 'Other' })
  const ids = (search: string) => valuesOf(app, 'deals', 'id', { search })
  expect(await ids('inite')).toEqual([deal.id])
  expect(await ids('renewal initech')).toEqual([deal.id])
  expect(await ids('secret')).toEqual([])
  await app.call('DELETE', `${paths.deals}/${deal.id}`)
  expect(await ids('initech')).toEqual([])
})

test.each([
  ['helene', 'Hélène Dupré'],
  ['Hélène', 'Helene Dupre'],
  ['DUPRÉ', 'Hélène Dupré'],
  ['łodz', 'Marek Łódź'],
  ['محمد', 'مُحَمَّد علي'],
])('%s finds %s', async (search, name) => {
  await using app = await startTestApp()
  await makePeople(app, [name, 'Nobody Else'])
  expect(await found(app, search)).toEqual([name])
})
