import { expect, test } from 'vitest'
import { isBackChannel, lacksAnAnswer, soundsUnfinished } from './turn-words.ts'

test.for([
  ['I would like to book a', true],
  ['I would like to book a table.', false],
  ['Yes.', false],
  ['Well, um.', true],
  ['and then we went to', true],
  ['My name is J. O.', true],
  ['My number is 0 7 9 4', true],
  ['It is 0 7 9 4 6 0 9 5 8.', false],
  ['john dot', true],
  ['What is it for?', false],
  ['Je voudrais parler à', true],
  ['Je voudrais un devis.', false],
  ['أريد أن أتحدث مع', true],
  ['أريد عرض سعر.', false],
  ['Monday,', true],
] as const)('%s', ([text, unfinished]) => {
  expect(soundsUnfinished(text)).toBe(unfinished)
})

test.for([
  ['Mm-hmm.', true],
  ['Yeah.', true],
  ["D'accord.", true],
  ['نعم', true],
  ['Yeah, but what does it cost?', false],
  ['No.', false],
  ['Stop.', false],
] as const)('whether one only shows that one listens: %s', ([text, only]) => {
  expect(isBackChannel(text)).toBe(only)
})

const email = 'What is your e-mail address?'
const phone = 'Which phone number can we call you back on?'

test.for([
  [email, 'Ada Lovelace', true],
  [email, 'Ada at example', true],
  [email, 'Ada at example dot com', false],
  [email, 'ada@example.com', false],
  [email, 'I would rather not say.', false],
  [email, 'Why?', false],
  ['Quelle est votre adresse e-mail ?', 'ada arobase exemple', true],
  [phone, '0 7 9 4', true],
  [phone, 'zero seven nine four six zero nine five eight', false],
  [phone, 'It is 0794 609 58.', false],
  ['How many seats do you need?', 'Twelve', false],
] as const)('to "%s", "%s" is not all yet: %s', ([question, said, more]) => {
  expect(lacksAnAnswer(question, said)).toBe(more)
})
