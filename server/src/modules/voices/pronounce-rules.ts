import type { DictionaryWord } from '@parley/contract'

type Entry = { readonly tokens: readonly string[]; readonly pronunciation: string }
/** Entries by their first token, those with more tokens first. */
export type Pronunciation = ReadonlyMap<string, readonly Entry[]>

/** Words, and each mark by itself. */
const token = /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}]/gu
const tokensOf = (text: string): string[] => text.match(token) ?? []
const fold = (text: string) => text.normalize('NFC').toLowerCase()

/** Of several dictionaries the first that has a word decides. */
export function toPronunciation(dictionaries: readonly (readonly DictionaryWord[])[]): Pronunciation {
  const entries = new Map<string, Entry[]>()
  const known = new Set<string>()
  for (const { word, pronunciation } of dictionaries.flat()) {
    const tokens = tokensOf(fold(word))
    const [first] = tokens
    if (first === undefined || known.has(fold(word))) continue
    known.add(fold(word))
    entries.set(first, [...(entries.get(first) ?? []), { tokens, pronunciation }])
  }
  for (const list of entries.values()) list.sort((a, b) => b.tokens.length - a.tokens.length)
  return entries
}

/** The text with every word of the dictionary as it is to be said; the longest match wins. */
export function pronounce(text: string, pronunciation: Pronunciation): string {
  if (pronunciation.size === 0) return text
  const tokens = tokensOf(text)
  const folded = tokens.map(fold)
  let said = ''
  for (let at = 0; at < tokens.length; ) {
    const entry = pronunciation
      .get(folded[at] ?? '')
      ?.find(({ tokens: wanted }) => wanted.every((one, index) => folded[at + index] === one))
    said += entry ? entry.pronunciation : (tokens[at] ?? '')
    at += entry ? entry.tokens.length : 1
  }
  return said
}
