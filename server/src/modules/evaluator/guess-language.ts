import { english } from './lexicons/english.ts'
import { french } from './lexicons/french.ts'
import { foldText, type Lexicon } from './lexicons/lexicon.ts'

const lexicons: readonly Lexicon[] = [english, french]
/** Enough to tell by; the rest of a long transcript says the same. */
const sampleCharacters = 6_000
/** Shared by both languages, or too short to tell by. */
const minWordLength = 2

/** The word lists for a language code; undefined when there are none for it. */
export function lexiconFor(language: string | null): Lexicon | undefined {
  return lexicons.find((lexicon) => lexicon.language === language)
}

/** ISO 639-1 of what was said: as the transcript tells, or by its letters and commonest words. */
export function guessLanguage(told: string | null | undefined, text: string): string | null {
  const known = told?.toLowerCase().slice(0, 2)
  if (known && /^[a-z]{2}$/.test(known)) return known
  const sample = text.slice(0, sampleCharacters)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return null
  const arabic = sample.match(/\p{Script=Arabic}/gu)?.length ?? 0
  return arabic > letters / 2 ? 'ar' : guessByWords(sample)
}

function guessByWords(sample: string): string | null {
  const words = foldText(sample).match(/[a-z]+/g) ?? []
  const [best, second] = lexicons
    .map(({ language, stopWords }) => ({ language, hits: countKnown(words, stopWords) }))
    .toSorted((a, b) => b.hits - a.hits)
  return best && best.hits > 0 && best.hits !== second?.hits ? best.language : null
}

function countKnown(words: readonly string[], known: ReadonlySet<string>): number {
  return words.filter((word) => word.length >= minWordLength && known.has(word)).length
}
