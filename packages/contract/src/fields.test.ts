import { describe, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import {
  amount,
  email,
  id,
  minutes,
  optionalDate,
  optionalId,
  optionalMoment,
  optionalText,
  optionalUrl,
  queryFlag,
  queryIds,
  queryList,
  queryNumber,
  queryText,
  requiredDate,
  requiredMoment,
  text,
} from './fields.ts'

/** Stands for a refusal in the tables below. */
const refused = Symbol('refused')

function cases(name: string, schema: z.ZodType, table: readonly (readonly [unknown, unknown])[]) {
  describe(`${name} of a request`, () => {
    test.each(table)('takes %o as %o', (given, expected) => {
      const result = schema.safeParse(given)
      expect(result.success ? result.data : refused).toEqual(expected)
    })
  })
}

const loneSurrogate = 'a\ud800b'

cases('required text', text(10), [
  ['  Ada ', 'Ada'],
  ['0123456789', '0123456789'],
  ['01234567890', refused],
  ['          Ada          ', 'Ada'],
  ['', refused],
  [' \t\n', refused],
  ['a\0b', refused],
  [loneSurrogate, refused],
  ['🙂'.repeat(10), '🙂'.repeat(10)],
  ['🙂'.repeat(11), refused],
  [null, refused],
  [undefined, refused],
  [5, refused],
  [['Ada'], refused],
])

cases('optional text', optionalText(5), [
  [' a ', 'a'],
  ['', null],
  ['   ', null],
  [null, null],
  [undefined, undefined],
  ['123456', refused],
  ['\0', refused],
  [loneSurrogate, refused],
  [false, refused],
])

cases('an e-mail address', email, [
  [' Ada@Example.com ', 'Ada@Example.com'],
  ['ada+crm@mail.example.co', 'ada+crm@mail.example.co'],
  ['jürgen@müller.example', 'jürgen@müller.example'],
  ['ada', refused],
  ['ada@example', refused],
  ['@example.com', refused],
  ['ada@@example.com', refused],
  ['ada b@example.com', refused],
  ['ada@example.com, bob@example.com', refused],
  [`${'a'.repeat(243)}@example.com`, refused],
  ['', refused],
])

cases('an id', id, [
  ['123E4567-E89B-12D3-A456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
  ['0199a0de-0000-7000-8000-000000000000', '0199a0de-0000-7000-8000-000000000000'],
  ['123e4567e89b12d3a456426614174000', refused],
  ['{123e4567-e89b-12d3-a456-426614174000}', refused],
  ['456e7890-e12f-34g5-h678-901234567890', refused],
  ['', refused],
])

cases('an optional id', optionalId, [
  ['', null],
  [null, null],
  [undefined, undefined],
  ['nobody', refused],
  [7, refused],
])

cases('a date', requiredDate, [
  ['2025-02-28', '2025-02-28'],
  ['2024-02-29', '2024-02-29'],
  [' 2025-01-15 ', '2025-01-15'],
  ['2025-01-15T23:59:59-08:00', '2025-01-15'],
  ['2025-01-15 09:30', '2025-01-15'],
  ['0001-01-01', '0001-01-01'],
  ['9999-12-31', '9999-12-31'],
  ['2025-02-29', refused],
  ['2025-02-30', refused],
  ['2025-13-01', refused],
  ['2025-00-10', refused],
  ['0000-01-01', refused],
  ['10000-01-01', refused],
  ['+010000-01-01', refused],
  ['-0001-01-01', refused],
  ['2025-1-5', refused],
  ['15/01/2025', refused],
  ['2025-01-15T25:00:00Z', refused],
  ['2025-01-15 at nine', refused],
  ['tomorrow', refused],
  ['infinity', refused],
  ['', refused],
  [1_736_899_200_000, refused],
])

cases('an optional date', optionalDate, [
  ['', null],
  [null, null],
  ['2025-02-30', refused],
])

cases('a moment', requiredMoment, [
  ['2025-01-15T14:00:00Z', '2025-01-15T14:00:00.000Z'],
  ['2025-01-15T14:00:00.123456Z', '2025-01-15T14:00:00.123Z'],
  ['2025-01-15T14:00:00+02:00', '2025-01-15T12:00:00.000Z'],
  ['2025-01-15T14:00:00-0530', '2025-01-15T19:30:00.000Z'],
  ['2025-01-15t14:00:00z', '2025-01-15T14:00:00.000Z'],
  ['2025-01-15', '2025-01-15T00:00:00.000Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['2025-02-30T10:00:00Z', refused],
  ['2025-01-15T24:30:00Z', refused],
  ['2025-01-15T14:60:00Z', refused],
  ['0001-01-01T00:00:00+14:00', refused],
  ['9999-12-31T23:59:59-14:00', refused],
  ['2025-01-15T14:00:00 02:00', refused],
  ['2025-01-15 (noon)', refused],
  ['Wed, 15 Jan 2025 14:00:00 GMT', refused],
  ['now', refused],
  [1_736_949_600, refused],
])

test('a moment without an offset is UTC, wherever the server stands', () => {
  vi.stubEnv('TZ', 'America/New_York')
  try {
    expect(new Date('2025-01-15T14:00').toISOString()).toBe('2025-01-15T19:00:00.000Z')
    for (const given of ['2025-01-15T14:00', '2025-01-15 14:00:00']) {
      expect(requiredMoment.parse(given)).toBe('2025-01-15T14:00:00.000Z')
    }
  } finally {
    vi.unstubAllEnvs()
  }
})

cases('an optional moment', optionalMoment, [
  ['', null],
  [null, null],
  [undefined, undefined],
  ['soon', refused],
])

cases('a web address', optionalUrl(60), [
  ['acme.com', 'https://acme.com'],
  ['acme.com:8443/shop', 'https://acme.com:8443/shop'],
  ['HTTPS://WWW.Acme.COM/About?Q=A#Top', 'https://www.acme.com/About?Q=A#Top'],
  ['http://acme.com', 'http://acme.com'],
  ['linkedin.com/in/JohnDoe', 'https://linkedin.com/in/JohnDoe'],
  ['https://User:Pass@acme.com/x', 'https://User:Pass@acme.com/x'],
  ['http://10.0.0.1:3000', 'http://10.0.0.1:3000'],
  ['https://müller.example', 'https://müller.example'],
  ['', null],
  [null, null],
  ['acme', refused],
  ['acme corp.com', refused],
  ['ftp://acme.com', refused],
  ['mailto:info@acme.com', refused],
  ['javascript:alert(1)', refused],
  ['data:text/html,x', refused],
  ['/in/johndoe', refused],
  ['https://', refused],
  [`https://acme.com/${'x'.repeat(60)}`, refused],
])

cases('an amount', amount, [
  [0, 0],
  [1e12, 1e12],
  [49_999.99, 49_999.99],
  [-1, refused],
  [1e12 + 1, refused],
  [Number.POSITIVE_INFINITY, refused],
  [Number.NaN, refused],
  ['50000', refused],
  [null, refused],
])

cases('minutes', minutes, [
  [0, 0],
  [525_600, 525_600],
  [45.5, refused],
  [-5, refused],
  [525_601, refused],
])

cases('a flag of a query', queryFlag, [
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
  ['yes', refused],
  ['', refused],
])

cases('a number of a query', queryNumber, [
  ['5', 5],
  ['-2.5', -2.5],
  ['1e3', refused],
  ['0x10', refused],
  ['NaN', refused],
  ['', refused],
])

cases('text of a query', queryText, [
  [' acme ', 'acme'],
  ['x'.repeat(500), 'x'.repeat(500)],
  ['x'.repeat(501), refused],
  ['a\0', refused],
  [loneSurrogate, refused],
  [['a', 'b'], refused],
])

cases('a list of a query', queryList, [
  ['a, b,c ', ['a', 'b', 'c']],
  ['x,'.repeat(99) + 'x', Array.from({ length: 100 }, () => 'x')],
  ['x,'.repeat(100) + 'x', refused],
])

cases('ids of a query', queryIds, [
  ['0199a0de-0000-7000-8000-000000000000', ['0199a0de-0000-7000-8000-000000000000']],
  ['0199a0de-0000-7000-8000-000000000000,x', refused],
])
