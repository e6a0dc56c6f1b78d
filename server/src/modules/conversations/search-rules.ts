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
    const words = [...(quoted ?? plain ?? '').toLowerCase().matchAll(word)].map(([text]) => text)
    if (isQuoted && words.length > 0) terms.push({ words, isQuoted })
    // Words that punctuation ties together, such as e-mail, are looked for on their own.
    else for (const single of words) terms.push({ words: [single], isQuoted: false })
  }
  return terms.slice(0, maxTerms)
}

/** For `to_tsquery('simple', …)`; null when there is nothing to look for. */
export function tsqueryOf(terms: readonly Term[]): string | null {
  if (terms.length === 0) return null
  return terms
    .map(({ words, isQuoted }) => {
      const quoted = words.map((text) => `'${text}'${isQuoted ? '' : ':*'}`)
      return quoted.length === 1 ? quoted[0] : `(${quoted.join(' <-> ')})`
    })
    .join(' & ')
}

/** Where the terms stand in a text: first character and the one after the last, in order. */
export function offsetsOf(text: string, terms: readonly Term[]): [number, number][] {
  const offsets = terms.flatMap(({ words, isQuoted }) => {
    const body = words.join(`[^${letters}]+`)
    const end = isQuoted ? `(?![${letters}])` : `[${letters}]*`
    const pattern = new RegExp(`(?<![${letters}])${body}${end}`, 'giu')
    return [...text.matchAll(pattern)].map(({ index, 0: hit }): [number, number] => [
      index,
      index + hit.length,
    ])
  })
  const seen = new Set<string>()
  return offsets
    .sort((a, b) => a[0] - b[0] || a[1] - b[1])
    .filter((range) => !seen.has(String(range)) && seen.add(String(range)))
}
