/** A stretch of text under one heading, on one page. */
export type ChunkedSection = {
  readonly text: string
  readonly heading: string | null
  readonly page: number | null
}

export type Chunk = {
  readonly text: string
  readonly heading: string | null
  readonly page: number | null
  /** Where it begins in all the text, its sections an empty line apart; in UTF-16 units. */
  readonly offset: number
}

/** About 150 words: small enough to be spoken from, and the embedded model reads no more than 200. */
const aimCharacters = 800
const maxCharacters = 1_000
/** The last sentence of a passage begins the next one too, unless it is longer. */
const maxOverlap = 200
const betweenSections = 2

/** Cuts text into passages, at the ends of sentences where there are any. */
export function cutIntoChunks(sections: readonly ChunkedSection[]): Chunk[] {
  const chunks: Chunk[] = []
  let start = 0
  for (const { text, heading, page } of sections) {
    for (const { from, to } of spansOf(text)) {
      const chunk = text.slice(from, to)
      const offset = start + from + (chunk.length - chunk.trimStart().length)
      if (chunk.trim() !== '') chunks.push({ text: chunk.trim(), heading, page, offset })
    }
    start += text.length + betweenSections
  }
  return chunks
}

type Span = { readonly from: number; readonly to: number }

function spansOf(text: string): Span[] {
  const spans: Span[] = []
  let parts: Span[] = []
  const lengthOf = () => (parts.at(-1)?.to ?? 0) - (parts[0]?.from ?? 0)
  const end = () => {
    const [first, last] = [parts[0], parts.at(-1)]
    if (first && last) spans.push({ from: first.from, to: last.to })
  }
  for (const sentence of sentencesOf(text)) {
    if (parts.length > 0 && lengthOf() + (sentence.to - sentence.from) > aimCharacters) {
      end()
      const last = parts.at(-1)
      const repeats = parts.length > 1 && last && last.to - last.from <= maxOverlap
      parts = repeats ? [last] : []
    }
    parts.push(sentence)
  }
  end()
  return spans
}

/** Marks that end a sentence, before a space; and every new line. */
const sentenceEnd = /[.!?…؟。]+["'”»)\]]*\s+|\n+\s*/g

function sentencesOf(text: string): Span[] {
  const sentences: Span[] = []
  let from = 0
  const add = (to: number) => {
    sentences.push(...piecesOf(text, { from, to }))
    from = to
  }
  for (const match of text.matchAll(sentenceEnd)) add(match.index + match[0].length)
  if (from < text.length) add(text.length)
  return sentences
}

/** What is too long for a passage is cut between words, or anywhere when it has none. */
function piecesOf(text: string, { from, to }: Span): Span[] {
  const pieces: Span[] = []
  let start = from
  while (to - start > maxCharacters) {
    const space = text.lastIndexOf(' ', start + aimCharacters)
    const cut = space > start ? space + 1 : wholeCharacter(text, start + aimCharacters)
    pieces.push({ from: start, to: cut })
    start = cut
  }
  pieces.push({ from: start, to })
  return pieces
}

/** Not between the halves of one character. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}

export function countWords(sections: readonly ChunkedSection[]): number {
  return sections.reduce((sum, { text }) => sum + (text.match(/\S+/g)?.length ?? 0), 0)
}
