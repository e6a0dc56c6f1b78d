import type { Segment } from '../port.ts'
import { spreadWords } from '../spread-words.ts'
import { type Utterance, voicedAbove } from './utterances.ts'
import { frameMs } from './vad.ts'

/** Times of an utterance's text: of the whole from its voiced frames, of each word by its length. */
export function toSegment(
  { firstFrame, probabilities }: Utterance,
  heard: { text: string; confidence: number },
): Segment {
  const all = [...probabilities.keys()]
  const voiced = all.filter((frame) => (probabilities[frame] ?? 0) >= voicedAbove)
  const startOf = (index: number) => (firstFrame + (voiced[index] ?? 0)) * frameMs
  const endOf = (index: number) => (firstFrame + (voiced[index] ?? all.length - 1) + 1) * frameMs
  const last = voiced.length - 1
  return {
    startMs: startOf(0),
    endMs: endOf(last),
    text: heard.text,
    confidence: Math.round(heard.confidence * 1_000) / 1_000,
    // Only voiced frames take time: a pause within the utterance belongs to no word.
    words: spreadWords(heard.text, (from, to) => {
      const first = Math.min(last, Math.floor(from * voiced.length))
      const final = Math.max(first, Math.ceil(to * voiced.length - 1e-9) - 1)
      return { startMs: startOf(first), endMs: endOf(final) }
    }),
  }
}
