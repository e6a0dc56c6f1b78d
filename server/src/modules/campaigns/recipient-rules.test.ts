import { expect, test } from 'vitest'
import { type Geography, readRow } from './recipient-rules.ts'

const geography: Geography = {
  e164Of: (typed) => (/^\+?\d{8,}$/.test(typed) ? `+${typed.replace('+', '')}` : null),
  zonesOf: (e164) => (e164.startsWith('+33') ? ['Europe/Paris'] : []),
  isZone: (name) => name.includes('/'),
}
const read = (row: Record<string, unknown>) => readRow(row, geography)

test('a row becomes somebody to call, with the place that the number tells', () => {
  expect(
    read({ phoneNumber: '+33142345678', name: ' Ada ', dynamicVariables: { plan: 'gold' } }),
  ).toEqual({
    number: '+33142345678',
    isPlain: false,
    name: 'Ada',
    variables: { plan: 'gold' },
    zones: ['Europe/Paris'],
    consent: null,
  })
})

test('a place that is said wins over that of the number', () => {
  expect(read({ phoneNumber: '+33142345678', timezone: 'America/Lima' })).toMatchObject({
    zones: ['America/Lima'],
  })
})

test('a number that is no E.164 stays as it is when that is wanted, and is nowhere by itself', () => {
  expect(read({ phoneNumber: '20 41', ignoreE164Validation: true })).toMatchObject({
    number: '2041',
    isPlain: true,
    zones: [],
  })
})

test('other names of fields are understood', () => {
  const row = { phone_number: 33142345678, params: { a: 1 }, time_zone: 'Asia/Dubai' }
  expect(read(row)).toMatchObject({
    number: '+33142345678',
    variables: { a: 1 },
    zones: ['Asia/Dubai'],
  })
})

test('a consent is read with its row', () => {
  const consent = { kind: 'express', source: 'web form', at: '2026-03-01T10:00:00+01:00' }
  expect(read({ phoneNumber: '+33142345678', consent })).toMatchObject({
    consent: { kind: 'express', source: 'web form', text: null, at: '2026-03-01T09:00:00.000Z' },
  })
})

test.each([
  [{}, 'phoneNumber'],
  [{ phoneNumber: 'none' }, 'phoneNumber'],
  [{ phoneNumber: 'call me', ignoreE164Validation: true }, 'phoneNumber'],
  [{ phoneNumber: '+33142345678', name: 'x'.repeat(201) }, 'name'],
  [{ phoneNumber: '+33142345678', timezone: 'Atlantis' }, 'timezone'],
  [{ phoneNumber: '+33142345678', dynamicVariables: 'gold' }, 'dynamicVariables'],
  [
    { phoneNumber: '+33142345678', dynamicVariables: { a: 'x'.repeat(10_001) } },
    'dynamicVariables',
  ],
  [{ phoneNumber: '+33142345678', dynamicVariables: { a: '\u0000' } }, 'dynamicVariables'],
  [{ phoneNumber: '+33142345678', consent: { kind: 'express' } }, 'consent'],
  [{ phoneNumber: '+33142345678', consent: { kind: 'a', source: 'b', at: 'soon' } }, 'consent'],
])('%j is refused for its %s', (row, field) => {
  expect(read(row)).toMatchObject({ field })
})
