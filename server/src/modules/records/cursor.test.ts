import { expect, test } from 'vitest'
import { make, paths, rowsOf } from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { readCursor, writeCursor } from './cursor.ts'

const id = '0199a0de-0000-7000-8000-000000000000'
const encoded = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
const any = () => true

test('a cursor is read back as it was written', () => {
  const after = { sort: 'email asc', after: { key: 'ada@example.com "ä" 🙂', id } }
  expect(readCursor(writeCursor(after), 'email asc', any)).toEqual(after)
  const skip = { sort: 'rank', skip: 50 }
  expect(readCursor(writeCursor(skip), 'rank', any)).toEqual(skip)
})

test.each([
  ['', 'email asc'],
  ['nonsense', 'email asc'],
  ['%%%', 'email asc'],
  [encoded(null), 'email asc'],
  [encoded({}), 'email asc'],
  [encoded([]), 'email asc'],
  [encoded(['email desc', 'a', id]), 'email asc'],
  [encoded(['email asc']), 'email asc'],
  [encoded(['email asc', 'a']), 'email asc'],
  [encoded(['email asc', -1]), 'email asc'],
  [encoded(['email asc', 1.5]), 'email asc'],
  [encoded(['email asc', null, id]), 'email asc'],
  [encoded(['email asc', 'a', 'me']), 'email asc'],
  [encoded(['email asc', 'a', id, 'more']), 'email asc'],
  [encoded(['email asc', 'x'.repeat(4_001), id]), 'email asc'],
])('the cursor %s is refused', (text, sort) => {
  expect(() => readCursor(text, sort, any)).toThrow(/cursor/)
})

test('a cursor with a key of another type is refused', () => {
  expect(() => readCursor(encoded(['value asc', 'x', id]), 'value asc', () => false)).toThrow(
    'not one of ours',
  )
})

test('a forged or foreign cursor is refused over HTTP, never an error of the server', async () => {
  await using app = await startTestApp()
  await make(app, 'deals')
  const forged: [string, unknown[]][] = [
    ['created_at', ['created_at desc', 'yesterday', id]],
    ['created_at', ['created_at desc', '2025-02-30 00:00:00+00', id]],
    ['created_at', ['created_at desc', '2025-99-99 99:99:99+00', id]],
    ['value', ['value desc', "1'; drop table deal; --", id]],
    ['value', ['value desc', 'NaN', id]],
    ['expected_close_date', ['expected_close_date desc', '2025-02-30', id]],
    ['probability', ['probability desc', '99999999999', id]],
    ['title', ['title desc', 'a\0b', id]],
    ['title', ['title desc', '\ud800', id]],
    ['title', ['created_at desc', '2025-01-01 00:00:00+00', id]],
  ]
  for (const [sort, parts] of forged) {
    const path = `${paths.deals}?sort=${sort}&cursor=${encoded(parts)}`
    expect(await app.call('GET', path), JSON.stringify(parts)).toMatchObject({
      status: 400,
      body: { code: 'VALIDATION_ERROR' },
    })
  }
  const { body } = await app.call('GET', `${paths.deals}?cursor=${'x'.repeat(8_001)}`)
  expect(body).toMatchObject({ code: 'VALIDATION_ERROR', details: { field: 'cursor' } })
})

test('a cursor of another workspace shows nothing of that workspace', async () => {
  await using app = await startTestApp()
  for (let n = 0; n < 3; n += 1) await make(app, 'contacts')
  const { body } = await app.call('GET', `${paths.contacts}?limit=1`)
  const other = await app.newWorkspace()
  const cursor: string = body.pagination.nextCursor
  expect(await rowsOf(app, 'contacts', { cursor }, other.apiKey)).toEqual([])
})
