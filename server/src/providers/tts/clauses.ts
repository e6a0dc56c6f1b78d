/** What is said in one breath: long enough to sound whole, short enough to be heard soon. */
export type ClauseLimits = {
  /** Of the first clause: how long nothing is heard depends on it. */
  readonly first: number
  readonly others: number
}

const segmenters = new Map<string, Intl.Segmenter>()

/** Words before which one may breathe, where no comma says so. */
const breaths: Readonly<Record<string, RegExp>> = {
  en: /\s(?=(?:and|but|or|because|so|which|who|when|where|if|for|with|from|until|before|after|in|on|at|by) )/gu,
  fr: /\s(?=(?:et|mais|ou|car|donc|qui|quand|où|si|pour|avec|dans|sur|par|chez|avant|après|jusqu[’']) ?)/gu,
}

/** Cuts text into clauses: at ends of sentences, else at commas, else where one breathes, else between words. */
export function toClauses(text: string, language: string, limits: ClauseLimits): string[] {
  const clauses: string[] = []
  for (const sentence of sentencesOf(text, language)) {
    let rest = sentence
    while (rest !== '') {
      const limit = clauses.length === 0 ? limits.first : limits.others
      const end = rest.length <= limit ? rest.length : placeToCut(rest, limit, language)
      const clause = rest.slice(0, end).trim()
      if (clause !== '') clauses.push(clause)
      rest = rest.slice(end).trim()
    }
  }
  return clauses
}

function sentencesOf(text: string, language: string): string[] {
  let segmenter = segmenters.get(language)
  if (!segmenter) {
    segmenter = new Intl.Segmenter(toLocale(language), { granularity: 'sentence' })
    segmenters.set(language, segmenter)
  }
  const plain = text.replaceAll(/\s+/gu, ' ').trim()
  return Array.from(segmenter.segment(plain), ({ segment }) => segment.trim())
}

const toLocale = (language: string) => (/^[a-z]{2,3}$/.test(language) ? language : 'en')

/** The last pause within the limit; a first half without any is cut between words, or in one. */
function placeToCut(text: string, limit: number, language: string): number {
  const within = text.slice(0, limit)
  const least = limit / 4
  const pause = lastMatch(within, /[,;:،؛—–)](?=\s)/gu)
  if (pause !== undefined && pause > least) return pause
  const breath = breaths[language] && lastMatch(within, breaths[language])
  if (breath !== undefined && breath > least) return breath
  const space = within.lastIndexOf(' ')
  if (space > least) return space
  // Never between the halves of a surrogate pair.
  return /[\uD800-\uDBFF]$/.test(within) ? limit - 1 : limit
}

function lastMatch(text: string, pattern: RegExp): number | undefined {
  let end: number | undefined
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length
  return end
}
