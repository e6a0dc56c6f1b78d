/** What a question is looked up by, where it is looked up in several ways. */

/** A query more costs a search more. */
const maxQueries = 4
const minWords = 2
/** Found at the top of one list counts for not much more than near the top of two. */
const rankOffset = 10

/** Words that say nothing of what is asked. */
const emptyWords = new Set(
  [
    'a an the is are was were be do does did can could would will i you we they it he she my your our',
    'what which who how when where why please tell me about know like want to of in on at for with and or',
    'le la les un une des du de est sont que quel quelle comment quand où pourquoi je vous nous il elle',
    'mon ma mes votre vos et ou dans pour avec sur à au aux',
    'ما ماذا من هل كيف متى أين لماذا في على إلى عن هو هي أن و أو',
  ]
    .join(' ')
    .split(' '),
)

/**
 * The question as it is, its parts where it asks several things at once, and its bare words; other
 * wordings that the model thought of come right after the question itself.
 */
export function queriesOf(question: string, others: readonly string[] = []): string[] {
  const parts = question.split(/[?؟;]+|,?\s+(?:and|et|also)\s+|\s+و\s+/i)
  const bare = wordsOf(question).filter((word) => !emptyWords.has(word.toLowerCase()))
  const wordings = [
    question,
    ...others,
    ...(parts.length > 1 ? parts : []),
    ...(bare.length >= minWords ? [bare.join(' ')] : []),
  ]
  const seen = new Set<string>()
  return wordings
    .map((wording) => wording.trim())
    .filter((wording, index) => {
      const words = wordsOf(wording)
      const key = words.join(' ').toLowerCase()
      const isNew = !seen.has(key) && words.length >= minWords
      seen.add(key)
      return index === 0 || isNew
    })
    .slice(0, maxQueries)
}

/** Several lists, best first, as one: what is high in many of them comes first. Each text once. */
export function mergeFound<T extends { readonly text: string }>(
  lists: readonly (readonly T[])[],
  limit: number,
): T[] {
  const merged = new Map<string, { readonly passage: T; worth: number }>()
  for (const list of lists) {
    for (const [rank, passage] of list.entries()) {
      const known = merged.get(passage.text) ?? { passage, worth: 0 }
      known.worth += 1 / (rankOffset + rank)
      merged.set(passage.text, known)
    }
  }
  return [...merged.values()]
    .toSorted((one, other) => other.worth - one.worth)
    .slice(0, limit)
    .map(({ passage }) => passage)
}

const wordsOf = (text: string) => text.split(/[^\p{L}\p{M}\d'-]+/u).filter(Boolean)
