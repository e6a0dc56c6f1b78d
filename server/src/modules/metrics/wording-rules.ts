import type { Measure } from '@parley/contract'
import { isEstimate, measure, missing, whyNot, whyNoTimes } from './measure-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'

export const wordsIn = (said: readonly Utterance[]) =>
  said.reduce((sum, { wordCount }) => sum + wordCount, 0)

type Spoken = {
  readonly said: readonly Utterance[]
  /** Undefined when something can be said of them. */
  readonly reason: Measure['reason'] | undefined
  readonly isSideGuessed: boolean
}

export function ourWords(talk: Talk, ours: readonly Utterance[]): Spoken {
  const isSideGuessed = isEstimate(talk, { sides: ['ours'] })
  return { said: ours, reason: whyNot(talk, 'ours'), isSideGuessed }
}

/** `count`: how many fillers there are; undefined without word lists. */
export function fillersOf(
  talk: Talk,
  { said, reason, isSideGuessed }: Spoken,
  count: number | undefined,
) {
  const sample = wordsIn(said)
  const why = reason ?? (count === undefined ? 'unknown_language' : undefined)
  if (why || count === undefined) {
    const because = why ?? 'unknown_language'
    return {
      filler_count: missing('count', because, sample),
      filler_rate: missing('per_100_words', because, sample),
    }
  }
  const estimated = isSideGuessed || isEstimate(talk, { words: true })
  return {
    filler_count: measure('count', count, { sample, estimated }),
    filler_rate:
      sample === 0
        ? missing('per_100_words', 'nothing_to_measure')
        : measure('per_100_words', (100 * count) / sample, { sample, estimated }),
  }
}

/** `talkedMs`: how long those speak who said it. */
export function paceOf(
  talk: Talk,
  { said, reason, isSideGuessed }: Spoken,
  talkedMs: number,
): Measure {
  const sample = wordsIn(said)
  const why = reason ?? whyNoTimes(talk)
  if (why) return missing('words_per_minute', why, sample)
  if (talkedMs === 0) return missing('words_per_minute', 'nothing_to_measure', sample)
  const estimated = isSideGuessed || isEstimate(talk, { times: true })
  return measure('words_per_minute', sample / (talkedMs / 60_000), { sample, estimated })
}
