/** A sentence of a transcript with when it was said. */
export type Said = { readonly text: string; readonly startMs: number; readonly speaker: number }

/** Words this common in a transcript say what it is about; those in every sentence do not. */
const tooCommonShare = 0.35
const leastLetters = 4
/** Greetings and yes and no weigh little, whatever words they hold. */
const leastWords = 5

type Scored = Said & { readonly index: number; readonly score: number }

/** Cuts segments into sentences; their times are those of the segment, by proportion. */
export function sentencesOf(
  segments: readonly {
    readonly text: string
    readonly startMs: number
    readonly endMs: number
    readonly speaker: number
  }[],
): Said[] {
  return segments.flatMap(({ text, startMs, endMs, speaker }) => {
    const parts = text.match(/[^.!?…؟。]+[.!?…؟。]*["'”»]?\s*/gu) ?? [text]
    let before = 0
    return parts
      .map((part) => {
        const at = startMs + (before / Math.max(1, text.length)) * (endMs - startMs)
        before += part.length
        return { text: part.trim(), startMs: Math.round(at), speaker }
      })
      .filter((part) => part.text !== '')
  })
}

/** The sentences that hold most of what the transcript is about, in the order they were said. */
export function pickSentences(sentences: readonly Said[], count: number): Said[] {
  const weights = weightsOf(sentences)
  const scored = sentences.map((sentence, index) => ({
    ...sentence,
    index,
    score: scoreOf(sentence.text, weights),
  }))
  const chosen: Scored[] = []
  const spent = new Set<string>()
  while (chosen.length < Math.min(count, scored.length)) {
    const best = bestOf(scored, chosen, { weights, spent })
    if (!best) break
    chosen.push(best)
    // What was said once needs not be said again by another sentence.
    for (const word of wordsOf(best.text)) spent.add(word)
  }
  return chosen.toSorted((a, b) => a.index - b.index)
}

function bestOf(
  scored: readonly Scored[],
  chosen: readonly Scored[],
  { weights, spent }: { weights: ReadonlyMap<string, number>; spent: ReadonlySet<string> },
): Scored | undefined {
  let best: Scored | undefined
  let most = -1
  for (const sentence of scored) {
    if (chosen.some(({ index }) => index === sentence.index)) continue
    const words = wordsOf(sentence.text)
    const fresh = words.filter((word) => !spent.has(word))
    const share = words.length === 0 ? 0 : fresh.length / words.length
    const score = scoreOf(sentence.text, weights) * share
    if (score > most) {
      best = sentence
      most = score
    }
  }
  return best
}

function weightsOf(sentences: readonly Said[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { text } of sentences) {
    for (const word of new Set(wordsOf(text))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const limit = Math.max(2, sentences.length * tooCommonShare)
  return new Map([...counts].map(([word, count]) => [word, count > limit ? 0 : count]))
}

function scoreOf(text: string, weights: ReadonlyMap<string, number>): number {
  const words = wordsOf(text)
  if (words.length === 0) return 0
  const sum = words.reduce((total, word) => total + (weights.get(word) ?? 0), 0)
  // Divided by more than the length, long sentences do not win by length alone.
  return sum / (words.length + leastWords)
}

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return words.filter((word) => word.length >= leastLetters)
}

/** Stretches of about equal length that begin where a sentence does. */
export function toStretches(sentences: readonly Said[], wanted: number): Said[][] {
  const count = Math.max(1, Math.min(wanted, sentences.length))
  const letters = sentences.reduce((sum, { text }) => sum + text.length, 0)
  const stretches: Said[][] = Array.from({ length: count }, () => [])
  let before = 0
  for (const sentence of sentences) {
    const place = Math.min(count - 1, Math.floor((before / Math.max(1, letters)) * count))
    stretches[place]?.push(sentence)
    before += sentence.text.length
  }
  return stretches.filter((stretch) => stretch.length > 0)
}

/** `1:02:03`, or `2:03` below an hour. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000)
  const two = (value: number) => String(value).padStart(2, '0')
  const minutes = Math.floor(seconds / 60) % 60
  const hours = Math.floor(seconds / 3_600)
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`
}
