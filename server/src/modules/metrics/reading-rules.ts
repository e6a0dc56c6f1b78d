import { type Talk, tokensIn, type Utterance } from './segment-rules.ts'
import { type Question, questionsIn } from './question-rules.ts'
import { polarityAt } from './polarity-rules.ts'
import { spaced } from './word-rules.ts'

/** What the word lists find in one segment. */
export type Reading = {
  readonly tokenCount: number
  readonly fillers: number
  readonly questions: readonly Question[]
  /** Of the tokens that tell a feeling: which one it is, and 1 or −1. */
  readonly feelings: readonly { readonly index: number; readonly polarity: 1 | -1 }[]
}

/** Each segment read once; undefined without word lists. */
export type Readings = ReadonlyMap<Utterance, Reading>

export function readAll({ utterances, lists }: Talk): Readings | undefined {
  if (!lists) return undefined
  return new Map(
    utterances.map((utterance) => {
      const tokens = tokensIn(utterance)
      const fillers = spaced(tokens).match(lists.fillers)?.length ?? 0
      const feelings: { index: number; polarity: 1 | -1 }[] = []
      let before = 0
      for (const { clauses } of utterance.sentences) {
        for (const clause of clauses) {
          for (let at = 0; at < clause.length; at += 1) {
            const polarity = polarityAt(clause, at, lists)
            if (polarity !== 0) feelings.push({ index: before + at, polarity })
          }
          before += clause.length
        }
      }
      const questions = questionsIn(utterance, lists)
      return [utterance, { tokenCount: tokens.length, fillers, questions, feelings }]
    }),
  )
}
