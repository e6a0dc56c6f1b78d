import { expect, test } from 'vitest'
import type { Field } from './plan.ts'
import { understand, yesOrNo } from './spoken-values.ts'

/** A Monday. */
const now = new Date('2026-03-02T09:00:00Z')

function valueOf(kind: Field['kind'], said: string, more: Partial<Field> = {}, language = 'en') {
  const field: Field = { name: 'x', kind, label: 'x', isRequired: true, ...more }
  return understand(field, said, { language: language as 'en', now })?.value
}

test.for([
  ['Yes.', true],
  ['Yeah, that is right', true],
  ["That's correct", true],
  ['Oui, c’est ça', true],
  ['نعم', true],
  ['No.', false],
  ['No, it is wrong', false],
  ['Non', false],
  ['لا', false],
  ['Maybe tomorrow', undefined],
  ['I know him', undefined],
  ['November', undefined],
] as const)('yes or no: %s', ([said, answer]) => {
  expect(yesOrNo(said)).toBe(answer)
})

test.for([
  ['My name is Ada Lovelace.', 'Ada Lovelace'],
  ["it's jon", 'Jon'],
  ['Hi, this is Nadia', 'Nadia'],
  ['j o h n', 'John'],
  ['Je m’appelle Zoé'.replace('’', "'"), 'Zoé'],
  ['I was wondering whether you could help me with the thing', undefined],
  ['42', undefined],
] as const)('a name: %s', ([said, value]) => {
  expect(valueOf('name', said)).toBe(value)
})

test.for([
  ['jane dot doe at example dot com', 'jane.doe@example.com'],
  ['It is j o h n at gmail dot com.', 'john@gmail.com'],
  ['my email is ada underscore 1 at mail dot example dot org', 'ada_1@mail.example.org'],
  ['jane@example.com', 'jane@example.com'],
  ['zoé', undefined],
  ['I do not have one', undefined],
] as const)('an e-mail address: %s', ([said, value]) => {
  expect(valueOf('email', said)).toBe(value)
})

test('an e-mail address in French', () => {
  expect(valueOf('email', 'jean point dupont arobase exemple point fr', {}, 'fr')).toBe(
    'jean.dupont@exemple.fr',
  )
})

test.for([
  ['twenty five', 25],
  ['About 1,200 euros', 1_200],
  ['three and a half', 3],
  ['12.5', 12.5],
  ['none', undefined],
] as const)('a number: %s', ([said, value]) => {
  expect(valueOf('number', said)).toBe(value)
})

test('a number outside its limits is not taken', () => {
  expect(valueOf('integer', 'forty', { minimum: 1, maximum: 20 })).toBeUndefined()
  expect(valueOf('integer', 'four', { minimum: 1, maximum: 20 })).toBe(4)
})

test.for([
  ['tomorrow', '2026-03-03'],
  ['on Friday', '2026-03-06'],
  ['the fifth of April', '2026-04-05'],
  ['at nine', undefined],
  ['whenever', undefined],
] as const)('a day: %s', ([said, value]) => {
  expect(valueOf('date', said)).toBe(value)
})

test('a day with its time', () => {
  expect(valueOf('datetime', 'tomorrow at 3 pm')).toBe('2026-03-03T15:00')
  expect(valueOf('datetime', 'tomorrow')).toBeUndefined()
  expect(valueOf('datetime', 'Next Tuesday at three in the afternoon.')).toBe('2026-03-10T15:00')
  expect(valueOf('date', 'demain', {}, 'fr')).toBe('2026-03-03')
})

test.for([
  ['+44 20 7946 0958', '+442079460958'],
  ['plus four four two zero seven nine four six zero nine five eight', '+442079460958'],
  ['oh seven nine double 4 6 0 9 5 8', '0794460958'],
  ['it is 12', undefined],
] as const)('a telephone number: %s', ([said, value]) => {
  expect(valueOf('phone', said)).toBe(value)
})

test('one of several, as its words are said', () => {
  const choices = ['small', 'extra_large', 'large']
  expect(valueOf('choice', 'The extra large one please', { choices })).toBe('extra_large')
  expect(valueOf('choice', 'blue', { choices })).toBeUndefined()
})

test('a code is joined when only that fits its pattern', () => {
  expect(valueOf('text', 'a b c one two', { pattern: '^[A-Z]{3}\\d{2}$' })).toBe('ABC12')
  expect(valueOf('text', 'something else', { pattern: '^[A-Z]{3}\\d{2}$' })).toBeUndefined()
})
