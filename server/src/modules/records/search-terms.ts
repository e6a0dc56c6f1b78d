import { withoutMarks } from '../../platform/text/mark-rules.ts'

/** Words beyond these are ignored: each one is a condition of its own. */
const maxWords = 6

/** The words a person typed, without accents as in the searched text; those of one search are all required. */
export function wordsOf(search: string): string[] {
  return withoutMarks(search).split(/\s+/).filter(Boolean).slice(0, maxWords)
}

/**
 * One or two letters or digits have no trigram inside a word, only at its beginning: anywhere else,
 * every row would have to be read (0.4 s at a million). Scripts that write without spaces keep it.
 */
export function findsBeginnings(word: string): boolean {
  return /^[a-z0-9]{1,2}$/i.test(word)
}

/** Shorter words have too few trigrams to be recognised when misspelt. */
export function mayBeMisspelt(word: string): boolean {
  return word.length >= 4
}
