import type { Passage } from './dialogue.ts'
import { stemsOf } from './intents.ts'

/** Nobody listens to more at once. */
const longestAnswer = 320
/** Of the words of a question, how many a passage must have. */
const leastShare = 0.34

/** The sentences of the best passage that answer; undefined: none has enough of the question's words. */
export function answerFrom(query: string, passages: readonly Passage[]): Passage | undefined {
  const wanted = [...new Set(stemsOf(query))]
  if (wanted.length === 0) return undefined
  const found = passages
    .flatMap(({ text, source }, rank) =>
      sentencesOf(text).map((sentence, index, all) => ({
        text: [sentence, all[index + 1] ?? ''].join(' ').trim(),
        first: sentence,
        source,
        rank,
        score: shareIn(`${source} ${sentence}`, wanted) + 0.25 * shareIn(sentence, wanted),
      })),
    )
    .toSorted((a, b) => b.score - a.score || a.rank - b.rank)
  const [best] = found
  if (!best || best.score < leastShare) return undefined
  const text = best.text.length <= longestAnswer ? best.text : shorten(best.first)
  return { text, source: best.source }
}

function shareIn(text: string, wanted: readonly string[]): number {
  const stems = new Set(stemsOf(text))
  return wanted.filter((stem) => stems.has(stem)).length / wanted.length
}

function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?؟])\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /\p{L}/u.test(sentence))
}

function shorten(sentence: string): string {
  if (sentence.length <= longestAnswer) return sentence
  return `${sentence.slice(0, longestAnswer).replace(/\s+\S*$/, '')}.`
}
