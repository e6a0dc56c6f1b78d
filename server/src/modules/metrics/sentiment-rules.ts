import type { Measure, SentimentPoint } from '@parley/contract'
import { measure, missing, whyNot } from './measure-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'
import type { WordLists } from './word-list-rules.ts'

/** Words back that a negation reaches: “not very good”, “pas du tout bien”. */
const negationReach = 3

/** 1 for a positive token, −1 for a negative one, 0 for one that tells nothing. */
export function polarityAt(
  tokens: readonly string[],
  index: number,
  { positive, negative, negations }: WordLists,
): -1 | 0 | 1 {
  const token = tokens[index] ?? ''
  const isPositive = positive.has(token)
  if (!isPositive && !negative.has(token)) return 0
  const isTurned = tokens
    .slice(Math.max(0, index - negationReach), index)
    .some((before) => negations.has(before))
  return isPositive === isTurned ? -1 : 1
}

type Feelings = { positive: number; negative: number }

function add(feelings: Feelings, clause: readonly string[], lists: WordLists): void {
  for (let index = 0; index < clause.length; index += 1) {
    const polarity = polarityAt(clause, index, lists)
    if (polarity > 0) feelings.positive += 1
    if (polarity < 0) feelings.negative += 1
  }
}

const toValue = ({ positive, negative }: Feelings) => (positive - negative) / (positive + negative)

export function sentimentOf(
  talk: Talk,
  said: readonly Utterance[],
  side: 'theirs' | undefined,
): Measure {
  const { lists, utterances } = talk
  const reason = side ? whyNot(talk, side) : utterances.length === 0 ? 'no_words' : undefined
  if (reason) return missing('polarity', reason)
  if (!lists) return missing('polarity', 'unknown_language')
  const feelings = { positive: 0, negative: 0 }
  for (const { clauses } of said) for (const clause of clauses) add(feelings, clause, lists)
  const sample = feelings.positive + feelings.negative
  if (sample === 0) return missing('polarity', 'nothing_to_measure')
  return measure('polarity', toValue(feelings), { sample, estimated: true })
}

const parts = 10

/** Sentiment of ten parts with as many words each. */
export function sentimentCurveOf({ utterances, lists, precision }: Talk): SentimentPoint[] {
  if (!lists) return []
  const total = utterances.reduce((sum, { clauses }) => sum + clauses.flat().length, 0)
  const curve: (Feelings & { startMs: number; endMs: number })[] = []
  let at = 0
  for (const { clauses, startMs, endMs } of utterances) {
    for (const clause of clauses) {
      for (let index = 0; index < clause.length; index += 1) {
        const part = Math.floor((at * parts) / total)
        at += 1
        const point = (curve[part] ??= { positive: 0, negative: 0, startMs, endMs })
        point.endMs = Math.max(point.endMs, endMs)
        const polarity = polarityAt(clause, index, lists)
        if (polarity > 0) point.positive += 1
        if (polarity < 0) point.negative += 1
      }
    }
  }
  const hasTimes = precision !== 'none'
  return Object.values(curve).map((point) => {
    const sample = point.positive + point.negative
    return {
      start_ms: hasTimes ? Math.round(point.startMs) : null,
      end_ms: hasTimes ? Math.round(point.endMs) : null,
      value: sample === 0 ? null : Math.round(toValue(point) * 1e6) / 1e6,
      sample,
    }
  })
}
