import { expect, test } from 'vitest'
import { batch, outcomes } from '../../../test/batch.ts'
import { announced, make, nobody, rowsOf, valuesOf } from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'

test('contacts are upserted by e-mail in any case: known ones change, others are created', async () => {
  await using app = await startTestApp()
  const known = await make(app, 'contacts', { email: 'ada@example.com', title: 'CEO' })
  const gone = await make(app, 'contacts', { email: 'gone@example.com' })
  await app.call('DELETE', `/functions/v1/api-v1-contacts/${gone.id}`)
  const results = await batch(app, 'contacts', {
    operation: 'upsert',
    records: [
      { email: ' ADA@example.com ', last_name: 'Lovelace' },
      { first_name: 'New', email: 'new@example.com' },
      { email: 'nameless@example.com' },
      { first_name: 'Back', email: 'gone@example.com' },
      { first_name: 'No e-mail' },
      { first_name: 'Bad', email: 'a\0b@example.com' },
      { first_name: 'Bad', email: 7 },
    ],
  })
  expect(outcomes(results)).toEqual([
    'updated',
    'created',
    'VALIDATION_ERROR',
    'created',
    'VALIDATION_ERROR',
    'VALIDATION_ERROR',
    'VALIDATION_ERROR',
  ])
  expect(results[0]?.id).toBe(known.id)
  expect(results[3]?.id).not.toBe(gone.id)
  expect(await rowsOf(app, 'contacts', { email: 'ada@example.com' })).toMatchObject([
    { id: known.id, email: 'ADA@example.com', last_name: 'Lovelace', title: 'CEO' },
  ])
})

test('a key that stands several times is created first and changed after, in the order sent', async () => {
  await using app = await startTestApp()
  const results = await batch(app, 'contacts', {
    operation: 'upsert',
    by: 'email',
    records: [
      { first_name: 'One', email: 'x@example.com', title: 'kept' },
      { first_name: 'Two', email: 'X@example.com' },
      { first_name: 'Three', email: 'x@EXAMPLE.com' },
    ],
  })
  expect(outcomes(results)).toEqual(['created', 'updated', 'updated'])
  const rows = await rowsOf(app, 'contacts')
  expect(rows).toMatchObject([{ first_name: 'Three', title: 'kept' }])
  expect(await announced(app, rows[0]?.id ?? '')).toEqual([
    'contact.created',
    'contact.updated',
    'contact.updated',
  ])
})

test('keys are compared by the rules of the database for letters, not by those of JavaScript', async () => {
  await using app = await startTestApp()
  const names = ['ΟΔΟΣ', 'İstanbul', 'Straße']
  const records = names.map((name) => ({ name, size: 'first' }))
  await batch(app, 'companies', { operation: 'create', records })
  const again = names.map((name) => ({ name, size: 'second' }))
  const results = await batch(app, 'companies', { operation: 'upsert', by: 'name', records: again })
  expect(outcomes(results)).toEqual(['updated', 'updated', 'updated'])
  expect(new Set(await valuesOf(app, 'companies', 'size', {}))).toEqual(new Set(['second']))
})

test('companies are upserted by the domain of their website, or of the domain alone', async () => {
  await using app = await startTestApp()
  const acme = await make(app, 'companies', { name: 'Acme', website: 'https://www.acme.com/en' })
  const results = await batch(app, 'companies', {
    operation: 'upsert',
    records: [
      { website: 'http://ACME.com', size: 'large' },
      { name: 'Globex', domain: 'globex.example' },
      { domain: 'WWW.globex.example', industry: 'Energy' },
      { name: 'No website' },
      { name: 'ACME' },
    ],
  })
  expect(outcomes(results)).toEqual(['updated', 'created', 'updated', 'created', 'DUPLICATE_NAME'])
  expect(results[0]?.id).toBe(acme.id)
  expect(results[2]?.id).toBe(results[1]?.id)
  expect(await rowsOf(app, 'companies', { sort: 'name', order: 'asc' })).toMatchObject([
    { name: 'Acme', website: 'http://acme.com', domain: 'acme.com', size: 'large' },
    { name: 'Globex', domain: 'globex.example', industry: 'Energy' },
    { name: 'No website', domain: null },
  ])
})

test('by id, rows with one must exist and rows without one are created', async () => {
  await using app = await startTestApp()
  const deal = await make(app, 'deals', { value: 1 })
  const results = await batch(app, 'deals', {
    operation: 'upsert',
    records: [
      { id: deal.id, value: 2 },
      { id: nobody, value: 3 },
      { title: 'New', value: 4, expected_close_date: '2025-01-01' },
      { id: null, title: 'Newer', value: 5, expected_close_date: '2025-01-01' },
    ],
  })
  expect(outcomes(results)).toEqual(['updated', 'DEAL_NOT_FOUND', 'created', 'created'])
  expect(await valuesOf(app, 'deals', 'value', { sort: 'value', order: 'asc' })).toEqual([2, 4, 5])
})

test('meetings are upserted by each of their three ids, with regard to case', async () => {
  await using app = await startTestApp()
  for (const by of ['fathom_recording_id', 'share_id', 'calls_id']) {
    const first = { title: by, [by]: 'aB1', attendees: [{ name: 'Jo' }] }
    const records = [first, { ...first, title: 'Again' }, { ...first, [by]: 'AB1' }]
    const results = await batch(app, 'meetings', { operation: 'upsert', by, records })
    expect(outcomes(results)).toEqual(['created', 'updated', 'created'])
    expect(results[1]?.id).toBe(results[0]?.id)
  }
})

test('concurrent upserts of the same new rows make each of them once, and all succeed', async () => {
  await using app = await startTestApp()
  const emails = Array.from({ length: 40 }, (_, n) => `p${n}@example.com`)
  const batches = Array.from({ length: 6 }, (_, n) => {
    const records = emails.map((email) => ({ first_name: `By ${n}`, email }))
    if (n % 2) records.reverse()
    return batch(app, 'contacts', { operation: 'upsert', records })
  })
  const results = (await Promise.all(batches)).flat()
  expect(outcomes(results).filter((outcome) => outcome === 'created')).toHaveLength(40)
  expect(outcomes(results).filter((outcome) => outcome === 'updated')).toHaveLength(200)
  expect(await rowsOf(app, 'contacts', { limit: 1000 })).toHaveLength(40)
})
