import type { Measure } from '@parley/contract'
import { isEstimate, measure, missing, whyNot } from './measure-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'
import { spanOf } from './talk-rules.ts'
import type { WordLists } from './word-list-rules.ts'
import { clausesOf, spaced, tokensOf } from './word-rules.ts'

export type Question = {
  readonly position: number
  readonly isOpen: boolean
  readonly isTargeted: boolean
}

const sentence = /[^.!?؟…\n]+[.!?؟…]*/g
const isPunctuated = (text: string) => /[.!?؟…,،;]/.test(text)

/** Sentences that ask something. */
export function questionsOf(
  { text, position }: Pick<Utterance, 'text' | 'position'>,
  lists: WordLists,
) {
  const sentences = (text.match(sentence) ?? []).filter((one) => /[\p{L}\p{N}]/u.test(one))
  const mayLackMark = !isPunctuated(text)
  const questions = sentences.flatMap((one): Question[] => {
    const parts = clausesOf(one).map(spaced)
    const asked = spaced(tokensOf(one))
    const isPrompt = parts.some((part) => lists.prompt.test(part))
    if (!isPrompt && !isAsked(one, asked, mayLackMark, lists)) return []
    const isOpen =
      isPrompt ||
      parts.some((part) => lists.openQuestion.test(part)) ||
      lists.openEnding?.test(asked) === true
    return [{ position, isOpen, isTargeted: finds(lists.stakes, asked) }]
  })
  return { sentences: sentences.length, questions }
}

function isAsked(one: string, asked: string, mayLackMark: boolean, lists: WordLists): boolean {
  if (/[?؟][.!?؟…\s]*$/.test(one)) return !lists.tagQuestion.test(asked)
  return mayLackMark && lists.questionOpening.test(asked)
}

/** `test` of a global expression goes on where it stopped last; `search` does not. */
const finds = (expression: RegExp, text: string) => text.search(expression) >= 0

/** Of what is said by some; undefined without word lists. */
export function askedBy(utterances: readonly Utterance[], lists: WordLists | undefined) {
  if (!lists) return undefined
  let sentences = 0
  const questions: Question[] = []
  for (const utterance of utterances) {
    const found = questionsOf(utterance, lists)
    sentences += found.sentences
    questions.push(...found.questions)
  }
  return { sentences, questions }
}

export function questionMeasuresOf(talk: Talk, ours: readonly Utterance[]) {
  const asked = askedBy(ours, talk.lists)
  const reason = whyNot(talk, 'ours') ?? (asked ? undefined : 'unknown_language')
  const { sentences = 0, questions = [] } = asked ?? {}
  const estimated = isEstimate(talk, { sides: ['ours'], words: true })
  const count = (among: readonly Question[], sample: number): Measure => {
    if (reason) return missing('count', reason)
    const position = among[0]?.position ?? null
    return measure('count', among.length, { sample, estimated, position })
  }
  const { length } = questions
  return {
    question_count: count(questions, sentences),
    open_question_count: count(
      questions.filter(({ isOpen }) => isOpen),
      length,
    ),
    closed_question_count: count(
      questions.filter(({ isOpen }) => !isOpen),
      length,
    ),
    targeted_question_count: count(
      questions.filter(({ isTargeted }) => isTargeted),
      length,
    ),
    question_rate: rateOf(talk, reason, length),
  }
}

function rateOf(talk: Talk, reason: Measure['reason'] | undefined, questions: number): Measure {
  if (reason) return missing('per_hour', reason)
  const span = spanOf(talk)
  if (span === undefined) return missing('per_hour', 'no_times', questions)
  if (span === 0) return missing('per_hour', 'nothing_to_measure', questions)
  return measure('per_hour', questions / (span / 3_600_000), {
    sample: questions,
    estimated: isEstimate(talk, { sides: ['ours'], times: true, words: true }),
  })
}
