/** Words beyond these are ignored: each one is a condition of its own. */
const maxWords = 6

/** The words a person typed; those of one search are all required. */
export function wordsOf(search: string): string[] {
  return search.split(/\s+/).filter(Boolean).slice(0, maxWords)
}

/** A LIKE pattern that finds the word anywhere. */
export function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, '\\$&')}%`
}
