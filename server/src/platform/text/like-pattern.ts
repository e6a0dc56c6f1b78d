import { withoutMarks } from './mark-rules.ts'

/** Each word is a condition of its own; those beyond are left out. */
const maxWords = 6

/** Text as a part of a LIKE pattern that stands for itself. */
export const escapedForLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/** For a column that keeps `without_marks(lower(…))`; null when nothing is looked for. */
export function patternOf(search: string | undefined): string | null {
  const wanted = withoutMarks(search?.trim().toLowerCase() ?? '')
  return wanted === '' ? null : `%${escapedForLike(wanted)}%`
}

/** The same word by word: for `like all`. */
export function patternsOf(search: string | undefined): string[] | null {
  const words = (search ?? '').split(/\s+/).filter(Boolean).slice(0, maxWords)
  return words.length > 0 ? words.map((word) => patternOf(word) ?? '%') : null
}
