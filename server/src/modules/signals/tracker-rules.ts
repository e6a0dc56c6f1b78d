const letters = String.raw`\p{L}\p{M}\p{N}`
const word = new RegExp(`[${letters}]+`, 'gu')

/** The words of a phrase in lower case; none of mere punctuation. */
export function wordsOf(phrase: string): string[] {
  return phrase.toLowerCase().match(word) ?? []
}

export type FoundPhrase = { readonly phrase: string; readonly start: number; readonly end: number }

/** Finds the first of the phrases in a text. Undefined when none of them can be in the texts. */
export function phraseFinder(
  phrases: readonly string[],
  /** All texts to come, in lower case: what is not in there need not be looked for. */
  haystack: string,
): ((text: string) => FoundPhrase | undefined) | undefined {
  const byWords = new Map(
    phrases
      .map((phrase) => [wordsOf(phrase), phrase] as const)
      .filter(([words]) => words.length > 0 && words.every((each) => haystack.includes(each)))
      .map(([words, phrase]) => [words.join(' '), phrase]),
  )
  if (byWords.size === 0) return undefined
  // Longer ones first: of two that begin alike, the one that says more.
  const alternatives = [...byWords.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((words) => words.replaceAll(' ', `[^${letters}]+`))
  const pattern = new RegExp(`(?<![${letters}])(?:${alternatives.join('|')})(?![${letters}])`, 'iu')
  return (text) => {
    const match = pattern.exec(text)
    if (!match) return undefined
    const phrase = byWords.get(wordsOf(match[0]).join(' ')) ?? match[0]
    return { phrase, start: match.index, end: match.index + match[0].length }
  }
}

/** Of a quote that is kept: PostgreSQL indexes it, at most 2,700 bytes with all that is beside it. */
export const quoteLimit = 500
const contextBefore = 100

/** The sentence that something stands in, as it was said; a part of it when it is long. */
export function sentenceAround(text: string, start: number, end: number): string {
  const before = /[.!?…\n؟]\s+(?=\S)/gu
  let from = 0
  for (const { index, 0: mark } of text.slice(0, start).matchAll(before)) from = index + mark.length
  const rest = text.slice(end)
  const stop = /[.!?…؟]+|\n/u.exec(rest)
  const to = end + (stop ? stop.index + stop[0].length : rest.length)
  if (to - from <= quoteLimit) return text.slice(from, to).trim()
  return cutQuote(text.slice(Math.max(from, start - contextBefore), to))
}

/** At most as long as a quote may be, and no half of a character at either end. */
export function cutQuote(text: string): string {
  const whole = text.slice(0, quoteLimit)
  return whole.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '').trim()
}
