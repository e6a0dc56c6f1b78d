import { expect, test } from 'vitest'
import { judgeByWords } from './judge-by-words.ts'

const answers = ['The user agrees or is interested', 'The user declines']

test.for([
  ['Yes, please', answers, 0],
  ['No thanks', answers, 1],
  ['I have a question about my invoice', ['asks about billing or an invoice', 'wants support'], 0],
  ['I need technical support', ['asks about billing or an invoice', 'wants support'], 1],
  ['The weather is nice', ['asks about billing', 'wants support'], undefined],
] as const)('%s', ([said, prompts, index]) => {
  expect(judgeByWords(said, prompts)).toBe(index)
})
