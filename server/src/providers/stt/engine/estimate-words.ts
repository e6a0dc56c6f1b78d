import type { Segment, Word } from '../port.ts'
import { type Utterance, voicedAbove } from './utterances.ts'
import { frameMs } from './vad.ts'

/** Times of an utterance's text: of the whole from its voiced frames, of each word by its length. */
export function toSegment(
  utterance: Utterance,
  heard: { text: string; confidence: number },
): Segment {
  const { firstFrame, probabilities } = utterance
  const voiced = [...probabilities.keys()].filter(
    (frame) => (probabilities[frame] ?? 0) >= voicedAbove,
  )
  const first = voiced[0] ?? 0
  const last = voiced.at(-1) ?? probabilities.length - 1
  return {
    startMs: (firstFrame + first) * frameMs,
    endMs: (firstFrame + last + 1) * frameMs,
    text: heard.text,
    confidence: round(heard.confidence),
    words: estimateWords(heard.text, firstFrame, voiced),
  }
}

/** Only voiced frames take time: a pause within the utterance belongs to no word. */
function estimateWords(text: string, firstFrame: number, voiced: readonly number[]): Word[] {
  const words = text.split(/\s+/).filter(Boolean)
  // One for the gap: short words take longer than their letters say.
  const weights = words.map((word) => word.length + 1)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const frameAt = (share: number) => Math.min(voiced.length - 1, Math.floor(share * voiced.length))
  let passed = 0
  return words.map((word, index) => {
    const from = voiced[frameAt(passed / total)] ?? 0
    passed += weights[index] ?? 0
    const to = voiced[Math.max(0, Math.ceil((passed / total) * voiced.length) - 1)] ?? from
    return {
      text: word,
      startMs: (firstFrame + from) * frameMs,
      endMs: (firstFrame + Math.max(from, to) + 1) * frameMs,
      isEstimated: true,
    }
  })
}

const round = (value: number) => Math.round(value * 1_000) / 1_000
