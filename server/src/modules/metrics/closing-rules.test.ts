import { expect, test } from 'vitest'
import { type Line, measuresOf } from '../../../test/talks.ts'

test.each([
  ['en', 'I’ll send you the proposal.', true],
  ['en', 'Let’s schedule a call on Tuesday.', true],
  ['en', 'Talk to you next week then, we will meet again.', true],
  ['en', 'Would next Tuesday at 3 suit you for the demo?', true],
  ['en', 'Yes, next Tuesday works.', true],
  ['en', 'How about Thursday?', true],
  ['en', 'Last Tuesday was good.', false],
  ['en', 'Tuesday doesn’t work.', false],
  ['en', 'There are no next steps.', false],
  ['en', 'We won’t get back to you.', false],
  ['en', 'That was interesting.', false],
  ['en', 'Let’s talk about pricing.', false],
  ['fr', 'Je vous envoie la proposition.', true],
  ['fr', 'On se rappelle mardi.', true],
  ['fr', 'La prochaine étape, c’est la démo.', true],
  ['fr', 'Mardi prochain ça vous va ?', true],
  ['fr', 'Mardi à 10 heures vous convient ?', true],
  ['fr', 'Oui, jeudi me va.', true],
  ['fr', 'Mardi ne me convient pas.', false],
  ['fr', 'Il n’y a pas de prochaine étape.', false],
  ['fr', 'On verra bien.', false],
  ['ar', 'سأرسل لكم العرض.', true],
  ['ar', 'نحدد موعدا يوم الثلاثاء.', true],
  ['ar', 'الخطوة التالية واضحة.', true],
  ['ar', 'هل يناسبك يوم الثلاثاء؟', true],
  ['ar', 'لا يناسبني يوم الثلاثاء.', false],
  ['ar', 'هذا مثير.', false],
])('%s: a next step in “%s” is %s', (language, text, expected) => {
  expect(measuresOf([[2, 0, 5, text]], { language }).next_step.value).toBe(expected)
})

test('a next step counts in the second half alone, and the last one is shown', () => {
  const filler: Line = [2, 10, 60, 'one two three four five six seven eight nine ten']
  const promise: Line = [1, 0, 5, 'I will call you back']
  expect(measuresOf([promise, filler]).next_step).toMatchObject({ value: false, position: null })
  const later = measuresOf([
    filler,
    [1, 60, 65, 'We will call you back'],
    [1, 65, 70, 'I will send it'],
  ])
  expect(later.next_step).toMatchObject({ value: true, position: 2, sample: 3 })
})

const talkOf = (first: string, last: string): Line[] => [
  [2, 0, 1, 'Yes'],
  [1, 1, 2, first],
  [1, 3, 30, Array.from({ length: 50 }, (_, index) => `word${index}`).join(' ')],
  [1, 31, 32, last],
  [2, 32, 33, 'Fine'],
]

test.each([
  ['en', 'Good morning Nadia', 'Have a great day', { greeting: true, close: true }],
  ['en', 'We sell tools', 'We sell tools', { greeting: false, close: false }],
  // At the wrong end.
  ['en', 'Goodbye', 'Hello', { greeting: false, close: false }],
  ['fr', 'Bonjour Nadia', 'Bonne journée', { greeting: true, close: true }],
  ['fr', 'On vend des outils', 'On vend des outils', { greeting: false, close: false }],
  ['ar', 'السلام عليكم', 'مع السلامة', { greeting: true, close: true }],
  ['ar', 'نبيع الأدوات', 'نبيع الأدوات', { greeting: false, close: false }],
])('%s: “%s” … “%s” is as polite as %j', (language, first, last, { greeting, close }) => {
  expect(measuresOf(talkOf(first, last), { language })).toMatchObject({
    greeting: { value: greeting, position: greeting ? 1 : null },
    close: { value: close, position: close ? 3 : null },
  })
})

test('forty words are looked through, and no more', () => {
  const many = (count: number) => Array.from({ length: count }, () => 'word').join(' ')
  const { greeting } = measuresOf([[1, 0, 10, `${many(39)} hello`]])
  expect(greeting).toMatchObject({ value: true, sample: 40 })
  const late = measuresOf([[1, 0, 10, `${many(40)} hello bye ${many(40)}`]])
  expect(late).toMatchObject({
    greeting: { value: false, sample: 40 },
    close: { value: false, sample: 40 },
  })
})

test('a greeting of the customer is not ours', () => {
  const measures = measuresOf([
    [2, 0, 1, 'Hello'],
    [1, 1, 2, 'We sell tools'],
  ])
  expect(measures.greeting).toMatchObject({ value: false, sample: 3 })
})
