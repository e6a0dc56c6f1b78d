import { expect, test } from 'vitest'
import { fillTemplate, namesIn, systemVariables } from './template-rules.ts'

const params = {
  name: 'Ada',
  customer: { city: 'Leeds', tags: ['a', 'b'] },
  'order.id': 'A-1',
  count: 3,
  nothing: null,
  sneaky: '{{ secret }} $& {{name}}',
  secret: 'hidden',
  الاسم: 'ليلى',
}

test.each([
  ['Hello {{ name }}!', 'Hello Ada!'],
  ['{{name}}{{name}}', 'AdaAda'],
  ['In {{ customer.city }}', 'In Leeds'],
  ['{{ customer.tags }}', '["a","b"]'],
  ['Order {{order.id}}', 'Order A-1'],
  ['{{count}} left', '3 left'],
  ['Dear {{ nothing }}{{ unknown }}.', 'Dear .'],
  ['Dear {{ unknown | default("friend") }}', 'Dear friend'],
  ["Dear {{ name | default('friend') }}", 'Dear Ada'],
  ['{{ الاسم }}', 'ليلى'],
  // Values are never templates, nor patterns of replacements.
  ['{{ sneaky }}', '{{ secret }} $& {{name}}'],
  // What is no name stays as it is.
  ['{{ 1 + 1 }} {{ }} {name} {{ name', '{{ 1 + 1 }} {{ }} {name} {{ name'],
  ['{{ __proto__ }}{{ constructor.name }}{{ name.length }}', ''],
])('%j becomes %j', (text, filled) => {
  expect(fillTemplate(text, params)).toBe(filled)
})

test('a hostile template is filled in a moment', () => {
  const text = `${'{{ '.repeat(20_000)}${'{{ a'.repeat(20_000)}${' '.repeat(50_000)}`
  const before = performance.now()
  expect(fillTemplate(text, {})).toBe(text)
  expect(performance.now() - before).toBeLessThan(2_000)
})

test('the names a text asks for are found, each once', () => {
  expect(namesIn('{{ a }} {{ b.c | default("x") }} {{a}} {{ 1 }}')).toEqual(['a', 'b.c'])
})

test('every call knows its time, its number and its direction', () => {
  const facts = {
    now: new Date('2026-03-01T23:30:00Z'),
    timeZone: 'Europe/Paris',
    callId: 'c-1',
    callType: 'Telephone',
    direction: 'outbound',
    callStartedAt: new Date('2026-03-01T23:29:00Z'),
    userNumber: '+14155550100',
  }
  expect(systemVariables(facts)).toMatchObject({
    current_date: '2026-03-02',
    current_time: '00:30',
    current_datetime: '2026-03-02 00:30',
    current_day: '2',
    current_month: 'March',
    current_year: '2026',
    current_weekday: 'Monday',
    current_timestamp: '1772407800',
    call_id: 'c-1',
    call_type: 'Telephone',
    direction: 'outbound',
    user_number: '+14155550100',
    user_number_area_code: '415',
  })
  expect(systemVariables({ ...facts, userNumber: '+442079460958' })).toMatchObject({
    user_number_area_code: '',
  })
})
