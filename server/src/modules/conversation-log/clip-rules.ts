type Word = readonly [text: string, startMs: number, endMs: number, confidence: number | null]

export type Passage = {
  readonly speaker: number
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  /** Null when words have no times of their own. */
  readonly words: readonly Word[] | null
}

export type Part = { readonly startMs: number; readonly endMs: number }

/** What of the passages was said within a part, and nothing that was said outside of it. */
export function saidWithin(passages: readonly Passage[], part: Part) {
  return passages.flatMap((passage) => {
    const { speaker, startMs, endMs, text } = passage
    if (startMs >= part.startMs && endMs <= part.endMs) {
      return [{ speaker, start_ms: startMs, end_ms: endMs, text }]
    }
    const cut = passage.words ? cutWords(passage.words, part) : mostly(passage, part)
    return cut ? [{ speaker, ...cut }] : []
  })
}

function cutWords(words: readonly Word[], part: Part) {
  const within = words.filter(([, start, end]) => start >= part.startMs && end <= part.endMs)
  const [first] = within
  const last = within.at(-1)
  if (!first || !last) return undefined
  const text = within.map(([word]) => word).join(' ')
  return { start_ms: first[1], end_ms: last[2], text }
}

/** The whole passage, when at least half of it lies within; nobody knows which words do. */
function mostly({ startMs, endMs, text }: Passage, part: Part) {
  const shared = Math.min(endMs, part.endMs) - Math.max(startMs, part.startMs)
  if (shared * 2 < endMs - startMs || shared < 0) return undefined
  return { start_ms: startMs, end_ms: endMs, text }
}
