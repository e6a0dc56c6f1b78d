import type { Measure } from '@parley/contract'
import { isEstimate, measure, missing, whyNot } from './measure-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'
import { spanOf } from './talk-rules.ts'
import type { WordLists } from './word-list-rules.ts'
import { type Sentence, spaced } from './word-rules.ts'

export type Question = {
  readonly position: number
  readonly isOpen: boolean
  readonly isTargeted: boolean
}

const isPunctuated = (text: string) => /[.!?؟…,،;]/.test(text)

/** What a segment asks. */
export function questionsIn(
  { text, position, sentences }: Pick<Utterance, 'text' | 'position' | 'sentences'>,
  lists: WordLists,
): Question[] {
  const mayLackMark = !isPunctuated(text)
  return sentences.flatMap((sentence): Question[] => {
    const parts = sentence.clauses.map(spaced)
    const [only = '', ...others] = parts
    const asked = others.length === 0 ? only : spaced(sentence.clauses.flat())
    const isPrompt = parts.some((part) => lists.prompt.test(part))
    if (!isPrompt && !isAsked(sentence, asked, mayLackMark, lists)) return []
    const isOpen =
      isPrompt ||
      parts.some((part) => lists.openQuestion.test(part)) ||
      lists.openEnding?.test(asked) === true
    return [{ position, isOpen, isTargeted: finds(lists.stakes, asked) }]
  })
}

function isAsked(
  { asks }: Sentence,
  asked: string,
  mayLackMark: boolean,
  lists: WordLists,
): boolean {
  if (asks) return !lists.tagQuestion.test(asked)
  return mayLackMark && lists.questionOpening.test(asked)
}

/** `test` of a global expression goes on where it stopped last; `search` does not. */
const finds = (expression: RegExp, text: string) => text.search(expression) >= 0

export const sentencesIn = (said: readonly Utterance[]) =>
  said.reduce((sum, { sentences }) => sum + sentences.length, 0)

/** `asked`: of our side, in order; undefined without word lists. */
export function questionMeasuresOf(
  talk: Talk,
  ours: readonly Utterance[],
  asked: readonly Question[] | undefined,
) {
  const reason = whyNot(talk, 'ours') ?? (asked ? undefined : 'unknown_language')
  const questions = asked ?? []
  const estimated = isEstimate(talk, { sides: ['ours'], words: true })
  const count = (among: readonly Question[], sample: number): Measure => {
    if (reason) return missing('count', reason)
    const position = among[0]?.position ?? null
    return measure('count', among.length, { sample, estimated, position })
  }
  const { length } = questions
  return {
    question_count: count(questions, sentencesIn(ours)),
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
