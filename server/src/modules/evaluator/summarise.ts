import type { EvaluationContent } from '@parley/contract'
import { evidenceOf, type Sentence, type Talk } from './talk.ts'

/**
 * TextRank over words: words that stand near each other lift each other, as pages that link to each
 * other (Mihalcea and Tarau, 2004), and a sentence is worth its words. Ranking words instead of
 * sentences keeps the time linear: a transcript of three hours has some three thousand sentences.
 */
const windowWords = 4
const rounds = 15
const damping = 0.85
const summarySentences = 4
/** Shorter ones say nothing alone, longer ones are not a summary. */
const fittingWords = { least: 5, most: 60 } as const
const rankedSentences = 4_000

export function summarise(talk: Talk): EvaluationContent['summary'] {
  const sentences = talk.sentences.slice(0, rankedSentences)
  const stopWords = talk.lexicon?.stopWords ?? new Set<string>()
  const words = sentences.map(({ folded }) => wordsOf(folded, stopWords))
  const ranks = rankWords(words)
  const worth = sentences.map((sentence, index) => ({
    sentence,
    value: worthOf(sentence, words[index] ?? [], ranks),
  }))
  const chosen = worth
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, Math.min(summarySentences, Math.ceil(sentences.length / 3)))
    .map(({ sentence }) => sentence)
    .toSorted((a, b) => a.index - b.index)
  return { text: chosen.map(({ text }) => text).join(' '), evidence: chosen.map(evidenceOf) }
}

function wordsOf(folded: string, stopWords: ReadonlySet<string>): string[] {
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).filter(
    (word) => word.length > 2 && !stopWords.has(word),
  )
}

function rankWords(sentences: readonly (readonly string[])[]): Map<string, number> {
  const links = new Map<string, Map<string, number>>()
  const link = (from: string, to: string) => {
    const row = links.get(from) ?? new Map<string, number>()
    row.set(to, (row.get(to) ?? 0) + 1)
    links.set(from, row)
  }
  for (const words of sentences) {
    for (const [index, word] of words.entries()) {
      for (const near of words.slice(index + 1, index + windowWords)) {
        if (near === word) continue
        link(word, near)
        link(near, word)
      }
    }
  }
  let ranks = new Map([...links.keys()].map((word) => [word, 1]))
  for (let round = 0; round < rounds; round += 1) ranks = nextRanks(links, ranks)
  return ranks
}

function nextRanks(
  links: ReadonlyMap<string, ReadonlyMap<string, number>>,
  ranks: ReadonlyMap<string, number>,
): Map<string, number> {
  const next = new Map([...ranks.keys()].map((word) => [word, 1 - damping]))
  for (const [word, row] of links) {
    const total = [...row.values()].reduce((sum, weight) => sum + weight, 0)
    const share = (damping * (ranks.get(word) ?? 0)) / total
    for (const [near, weight] of row) next.set(near, (next.get(near) ?? 0) + share * weight)
  }
  return next
}

function worthOf(
  { folded, side }: Sentence,
  words: readonly string[],
  ranks: ReadonlyMap<string, number>,
): number {
  const all = folded.split(' ').length
  if (all < fittingWords.least || all > fittingWords.most || words.length === 0) return 0
  const sum = words.reduce((total, word) => total + (ranks.get(word) ?? 0), 0)
  // By the root of the length: neither a list of words nor a shout wins. Customers' words count more.
  return (sum / Math.sqrt(words.length)) * (side === 'customer' ? 1.2 : 1)
}
