import type { Evidence } from '@parley/contract'
import type { InputSegment } from './input.ts'
import { foldText } from './lexicons/lexicon.ts'
import type { Quote } from './model-answer.ts'
import { splitSentences } from './talk.ts'

/** Part of the words that a passage must share with a quote to be the one that was meant. */
const nearEnough = 0.6
/** A word or two stand anywhere. */
const tellingWords = 3

type Passage = {
  readonly segment: InputSegment
  readonly text: string
  readonly words: ReadonlySet<string>
}

/**
 * Finds where quotes of a model stand in the transcript: the very words if they are there, else the
 * nearest passage, else nothing. What comes out is always the transcript's own wording.
 */
export function quoteChecker(
  segments: readonly InputSegment[],
): (quote: Quote) => Evidence | undefined {
  const byPosition = new Map(segments.map((segment) => [segment.position, segment]))
  let passages: readonly Passage[] | undefined
  const allPassages = () => {
    passages ??= segments.flatMap((segment) =>
      splitSentences(segment.text).map((text) => ({ segment, text, words: wordsOf(text) })),
    )
    return passages
  }
  return ({ segment: position, text }) => {
    const quote = text.trim()
    if (quote === '') return undefined
    const named = byPosition.get(position)
    if (named?.text.includes(quote)) return toEvidence(named, quote)
    const elsewhere = segments.find((segment) => isTelling(quote) && segment.text.includes(quote))
    if (elsewhere) return toEvidence(elsewhere, quote)
    const near = nearest(allPassages(), quote, position)
    return near && toEvidence(near.segment, near.text)
  }
}

/** Every quote that can be found, each once. */
export function checkQuotes(
  check: ReturnType<typeof quoteChecker>,
  quotes: readonly Quote[],
): Evidence[] {
  const found = quotes.flatMap((quote) => check(quote) ?? [])
  return found.filter(
    ({ segment, quote }, index) =>
      found.findIndex((other) => other.segment === segment && other.quote === quote) === index,
  )
}

/** The passage with most of the quote's words; among equals one of the named segment. */
function nearest(
  passages: readonly Passage[],
  quote: string,
  position: number,
): Passage | undefined {
  const wanted = wordsOf(quote)
  if (wanted.size < tellingWords) return undefined
  let best: { readonly passage: Passage; readonly likeness: number } | undefined
  for (const passage of passages) {
    const shared = [...wanted].filter((word) => passage.words.has(word)).length
    const bonus = passage.segment.position === position ? 0.001 : 0
    const likeness = (2 * shared) / (wanted.size + passage.words.size) + bonus
    if (!best || likeness > best.likeness) best = { passage, likeness }
  }
  return best && best.likeness >= nearEnough ? best.passage : undefined
}

const isTelling = (quote: string) => quote.split(/\s+/).length >= tellingWords

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(foldText(text).match(/[\p{L}\p{N}]+/gu) ?? [])
}

function toEvidence({ position, startMs, speaker }: InputSegment, quote: string): Evidence {
  return { quote, segment: position, start_ms: startMs, speaker }
}
