import { arabic } from './arabic-rules.ts'
import { english } from './english-rules.ts'
import { french } from './french-rules.ts'
import type { WordLists } from './word-list-rules.ts'
import { tokensOf, words } from './word-rules.ts'

export const wordLists = { en: english, fr: french, ar: arabic } as const satisfies Record<
  string,
  WordLists
>
export type Language = keyof typeof wordLists

/** Enough to tell languages apart, and a bound to the work. */
const lookedAtCharacters = 20_000
/** Frequent in one language and rare in the other. */
const telling = {
  en: words(
    'the and you is are to of that it we have what your this for with do our was but be they an',
  ),
  fr: words(
    'le la les et vous est un une de des que qui nous pour dans avec sur pas je ce du au mais votre notre il',
  ),
}
/** Fewer telling words than this prove nothing. */
const minHits = 3

/**
 * Whose word lists to use: those of the language the transcript names (`fr-CA` is French), else of
 * what its words look like. Undefined for a language there are none for.
 */
export function languageOf(
  named: string | null,
  texts: readonly string[],
): { readonly language: Language; readonly isGuessed: boolean } | undefined {
  if (named !== null && named !== '' && named !== 'unknown') {
    const code = named.toLowerCase().split(/[-_]/)[0] ?? ''
    return code in wordLists ? { language: code as Language, isGuessed: false } : undefined
  }
  const guess = guessLanguage(texts)
  return guess && { language: guess, isGuessed: true }
}

function guessLanguage(texts: readonly string[]): Language | undefined {
  const sample = beginningOf(texts)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const arabicLetters = sample.match(/\p{Script=Arabic}/gu)?.length ?? 0
  // Persian and Urdu share the script; letters that Arabic has not tell them.
  if (arabicLetters > letters / 2) return /[پچژگٹڈ]/u.test(sample) ? undefined : 'ar'
  const tokens = tokensOf(sample)
  const hits = (language: keyof typeof telling) =>
    tokens.filter((token) => telling[language].has(token)).length
  const [english, french] = [hits('en'), hits('fr')]
  if (english >= minHits && english > 2 * french) return 'en'
  return french >= minHits && french > 2 * english ? 'fr' : undefined
}

function beginningOf(texts: readonly string[]): string {
  let sample = ''
  for (const text of texts) {
    if (sample.length >= lookedAtCharacters) break
    sample += ` ${text.slice(0, lookedAtCharacters)}`
  }
  return sample
}
