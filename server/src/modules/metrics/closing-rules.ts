import type { YesNoMeasure } from '@parley/contract'
import { isEstimate, whyNot } from './measure-rules.ts'
import { isNegated } from './polarity-rules.ts'
import { type Talk, tokensIn, type Utterance } from './segment-rules.ts'
import type { WordLists } from './word-list-rules.ts'
import { wordsIn } from './wording-rules.ts'
import { spaced } from './word-rules.ts'

/** Where greetings and goodbyes are looked for. */
const endWords = 40

function yesNo(made: {
  readonly sample: number
  readonly estimated: boolean
  readonly position: number | undefined
}): YesNoMeasure {
  const { sample, estimated, position = null } = made
  const value = position !== null
  return { value, unit: 'yes_no', reason: null, estimated, sample, position }
}

function unknown(reason: YesNoMeasure['reason']): YesNoMeasure {
  return { value: null, unit: 'yes_no', reason, estimated: false, sample: 0, position: null }
}

/** Whether it is said at least once without being denied right before. */
function affirms(clause: readonly string[], { nextStep, negations }: WordLists): boolean {
  const text = spaced(clause)
  for (const { index } of text.matchAll(nextStep)) {
    // As many tokens as there are spaces before the match.
    const tokensBefore = text.slice(0, index).split(' ').length - 1
    if (!isNegated(clause, tokensBefore, negations)) return true
  }
  return false
}

/** Segments from the one on in which the second half of the words begins. */
function secondHalf(utterances: readonly Utterance[]): readonly Utterance[] {
  const half = wordsIn(utterances) / 2
  let said = 0
  const from = utterances.findIndex(({ wordCount }) => (said += wordCount) > half)
  return utterances.slice(Math.max(0, from))
}

export function nextStepOf(talk: Talk): YesNoMeasure {
  const { utterances, lists } = talk
  if (utterances.length === 0) return unknown('no_words')
  if (!lists) return unknown('unknown_language')
  const lookedAt = secondHalf(utterances)
  const said = lookedAt.findLast(({ sentences }) =>
    sentences.some(({ clauses }) => clauses.some((clause) => affirms(clause, lists))),
  )
  const estimated = isEstimate(talk, { words: true })
  return yesNo({ sample: lookedAt.length, estimated, position: said?.position })
}

export function greetingOf(talk: Talk, ours: readonly Utterance[]): YesNoMeasure {
  return inWords(talk, ours, 'greeting')
}

export function closeOf(talk: Talk, ours: readonly Utterance[]): YesNoMeasure {
  return inWords(talk, ours.toReversed(), 'goodbye')
}

/** Looks through the first words of these segments; from their end when it is a goodbye. */
function inWords(
  talk: Talk,
  said: readonly Utterance[],
  what: keyof Pick<WordLists, 'greeting' | 'goodbye'>,
): YesNoMeasure {
  const { lists } = talk
  const reason = whyNot(talk, 'ours')
  if (reason) return unknown(reason)
  if (!lists) return unknown('unknown_language')
  let left = endWords
  let found: number | undefined
  for (const utterance of said) {
    if (left <= 0 || found !== undefined) break
    const tokens = tokensIn(utterance)
    const looked = what === 'goodbye' ? tokens.slice(-left) : tokens.slice(0, left)
    if (spaced(looked).search(lists[what]) >= 0) found = utterance.position
    left -= looked.length
  }
  const estimated = isEstimate(talk, { sides: ['ours'], words: true })
  return yesNo({ sample: endWords - left, estimated, position: found })
}
