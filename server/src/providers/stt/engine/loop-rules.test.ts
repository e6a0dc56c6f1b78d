import { expect, test } from 'vitest'
import { findLoop } from './loop-rules.ts'

const say = (text: string) => {
  const words = text.split(' ')
  const known = [...new Set(words)]
  return words.map((word) => known.indexOf(word))
}
const sentence = 'please check the number that you have dialed and then try again'

const cases: readonly [what: string, text: string, loopAt: number | undefined][] = [
  ['ordinary speech', 'he was not an ill disposed young man', undefined],
  ['a word said four times', 'no no no no that is wrong', undefined],
  ['a word without end', 'so thank you you you you you you you you you', 3],
  ['a phrase said three times', 'all right all right all right let us go', undefined],
  ['a phrase without end', 'well I think I think I think I think I think', 3],
  ['a sentence said twice', `${sentence} ${sentence}`, 12],
]
test.for(cases)('%s', ([, text, loopAt]) => {
  expect(findLoop(say(text))).toBe(loopAt)
})
