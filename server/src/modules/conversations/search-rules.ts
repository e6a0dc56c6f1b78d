import { withoutMarks } from '../../platform/text/mark-rules.ts'

/** Words that follow one another; several only where they were quoted. */
type Term = { readonly words: readonly string[]; readonly isQuoted: boolean }

const letters = String.raw`\p{L}\p{M}\p{N}`
const word = new RegExp(`[${letters}]+`, 'gu')
const maxTerms = 20

/** What somebody typed into a search field: words, and quoted phrases. */
export function termsOf(search: string): Term[] {
  const terms: Term[] = []
  for (const [, quoted, plain] of search.matchAll(/"([^"]*)"|([^\s"]+)/g)) {
    const isQuoted = quoted !== undefined
    const words = wordsIn(quoted ?? plain ?? '')
    if (isQuoted && words.length > 0) terms.push({ words, isQuoted })
    // Words that punctuation ties together, such as e-mail, are looked for on their own; a letter of
    // them, such as in l’offre, is no beginning of other words.
    else {
      const isTied = words.length > 1
      for (const single of words) {
        terms.push({ words: [single], isQuoted: isTied && single.length === 1 })
      }
    }
  }
  return terms.slice(0, maxTerms)
}

/** Without those of which nothing is left when their marks go. */
function wordsIn(text: string): string[] {
  const all = [...text.toLowerCase().matchAll(word)].map(([found]) => found)
  return all.filter((found) => withoutMarks(found) !== '')
}

/** For `spoken_query`; null when there is nothing to look for. */
export function askedOf(terms: readonly Term[]): string | null {
  return terms.length === 0 ? null : JSON.stringify(terms)
}

/** A text without its marks, and where each of its characters stands in the text. */
function plainOf(text: string): { readonly plain: string; readonly places: readonly number[] } {
  let plain = ''
  const places: number[] = []
  let at = 0
  for (const character of text) {
    const left = withoutMarks(character)
    for (let unit = 0; unit < left.length; unit += 1) places.push(at)
    plain += left
    at += character.length
  }
  return { plain, places: [...places, text.length] }
}

/**
 * Where the terms stand in a text, with or without their accents: first character and the one after the
 * last, in order. `forms` are other forms of them that the database found in it.
 */
export function offsetsOf(
  text: string,
  terms: readonly Term[],
  forms: readonly string[] = [],
): [number, number][] {
  const found = forms.map((form): Term => ({ words: [form.toLowerCase()], isQuoted: true }))
  const { plain, places } = plainOf(text)
  const offsets = [...terms, ...found].flatMap(({ words, isQuoted }) => {
    const body = words.map(withoutMarks).join(`[^${letters}]+`)
    const end = isQuoted ? `(?![${letters}])` : `[${letters}]*`
    const pattern = new RegExp(`(?<![${letters}])${body}${end}`, 'giu')
    return [...plain.matchAll(pattern)].map(({ index, 0: hit }): [number, number] => [
      places[index] ?? 0,
      places[index + hit.length] ?? text.length,
    ])
  })
  const seen = new Set<string>()
  return offsets
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .filter((range) => !seen.has(String(range)) && seen.add(String(range)))
}
