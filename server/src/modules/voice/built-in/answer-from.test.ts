import { expect, test } from 'vitest'
import { answerFrom } from './answer-from.ts'

const passages = [
  {
    source: 'Delivery',
    text: 'We deliver on weekdays. Delivery to France takes three days. It costs six euros.',
  },
  { source: 'Opening hours', text: 'The shop opens at nine. On Sundays it is closed.' },
]

test.for([
  ['How long does delivery to France take?', 'Delivery to France takes three days.', 'Delivery'],
  ['When does the shop open?', 'The shop opens at nine.', 'Opening hours'],
] as const)('%s', ([query, answer, source]) => {
  const found = answerFrom(query, passages)
  expect(found?.text.startsWith(answer)).toBe(true)
  expect(found?.source).toBe(source)
})

test('a passage that shares no words with the question is no answer', () => {
  expect(answerFrom('Do you have gift vouchers?', passages)).toBeUndefined()
  expect(answerFrom('?', passages)).toBeUndefined()
})
