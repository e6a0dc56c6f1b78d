import type { Word } from './port.ts'

/**
 * Estimated times of words, for engines that give none: each word takes its share of the time by its
 * length. `timesOf` turns two shares of the whole, 0..1, into milliseconds.
 */
export function spreadWords(
  text: string,
  timesOf: (from: number, to: number) => { startMs: number; endMs: number },
): Word[] {
  const words = text.split(/\s+/).filter(Boolean)
  // One for the gap: short words take longer than their letters say.
  const weights = words.map((word) => word.length + 1)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let passed = 0
  return words.map((word, index) => {
    const from = passed / total
    passed += weights[index] ?? 0
    return { text: word, ...timesOf(from, passed / total), isEstimated: true }
  })
}
