import type { WordLists } from './word-list-rules.ts'

/** Words back that a negation reaches: “not very good”, “pas du tout bien”. */
const negationReach = 3

type Lists = Pick<WordLists, 'positive' | 'negative' | 'negations'>

/** 1 for a positive token, −1 for a negative one, 0 for one that tells nothing. */
export function polarityAt(
  tokens: readonly string[],
  index: number,
  { positive, negative, negations }: Lists,
): -1 | 0 | 1 {
  const token = tokens[index] ?? ''
  const isPositive = positive.has(token)
  if (!isPositive && !negative.has(token)) return 0
  return isPositive === isNegated(tokens, index, negations) ? -1 : 1
}

/** Whether one of the few words before denies it. */
export function isNegated(
  tokens: readonly string[],
  index: number,
  negations: ReadonlySet<string>,
): boolean {
  return tokens
    .slice(Math.max(0, index - negationReach), index)
    .some((before) => negations.has(before))
}
