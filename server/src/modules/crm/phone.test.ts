import { expect, test } from 'vitest'
import { change, make, rowsOf } from '../../../test/crm.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { toE164 } from './phone.ts'

test.each([
  ['+1-415-555-2671', 'US', '+14155552671'],
  ['(415) 555-2671', 'US', '+14155552671'],
  ['415.555.2671 ext. 9', 'US', '+14155552671'],
  ['01 42 68 53 00', 'FR', '+33142685300'],
  ['0033 1 42 68 53 00', 'FR', '+33142685300'],
  ['+44 (0)20 7946 0958', 'US', '+442079460958'],
  ['call me', 'US', null],
  ['12', 'US', null],
  ['', 'US', null],
  ['+999 123', 'US', null],
  ['9'.repeat(50), 'US', null],
])('the number %s typed in %s is %s', (typed, country, expected) => {
  expect(toE164(typed, country)).toBe(expected)
})

test('a number stays as typed beside its E.164 form, in the country of the workspace', async () => {
  await using app = await startTestApp()
  await app.db.pool.query('update workspace set default_country = $1', ['FR'])
  const contact = await make(app, 'contacts', { phone: '01 42 68 53 00' })
  expect(contact).toMatchObject({ phone: '01 42 68 53 00', phone_e164: '+33142685300' })
  expect(await rowsOf(app, 'contacts', { phone: '0142685300' })).toHaveLength(1)
  expect(await change(app, 'contacts', contact.id, { phone: 'at the desk' })).toMatchObject({
    phone: 'at the desk',
    phone_e164: null,
  })
  expect(await change(app, 'contacts', contact.id, { title: 'CEO' })).toMatchObject({
    phone: 'at the desk',
  })
  expect(await make(app, 'companies', { phone: '+1 415 555 2671' })).toMatchObject({
    phone_e164: '+14155552671',
  })
})
