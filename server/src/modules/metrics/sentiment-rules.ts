import type { Measure, SentimentPoint } from '@parley/contract'
import { measure, missing, whyNot } from './measure-rules.ts'
import type { Readings } from './reading-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'

type Feelings = { positive: number; negative: number }

function add(feelings: Feelings, polarity: 1 | -1): void {
  if (polarity > 0) feelings.positive += 1
  else feelings.negative += 1
}

const toValue = ({ positive, negative }: Feelings) => (positive - negative) / (positive + negative)

/** Of all speakers, or of one side alone. */
export function sentimentOf(
  talk: Talk,
  readings: Readings | undefined,
  { said, side }: { readonly said: readonly Utterance[]; readonly side?: 'theirs' },
): Measure {
  const reason = side ? whyNot(talk, side) : talk.utterances.length === 0 ? 'no_words' : undefined
  if (reason) return missing('polarity', reason)
  if (!readings) return missing('polarity', 'unknown_language')
  const feelings = { positive: 0, negative: 0 }
  for (const utterance of said) {
    for (const { polarity } of readings.get(utterance)?.feelings ?? []) add(feelings, polarity)
  }
  const sample = feelings.positive + feelings.negative
  if (sample === 0) return missing('polarity', 'nothing_to_measure')
  return measure('polarity', toValue(feelings), { sample, estimated: true })
}

const parts = 10

/** Sentiment of ten parts with as many words each. */
export function sentimentCurveOf(
  { utterances, precision }: Talk,
  readings: Readings | undefined,
): SentimentPoint[] {
  if (!readings) return []
  const total = [...readings.values()].reduce((sum, { tokenCount }) => sum + tokenCount, 0)
  const partOf = (token: number) => Math.floor((token * parts) / total)
  const curve = new Map<number, Feelings & { startMs: number; endMs: number }>()
  let before = 0
  for (const utterance of utterances) {
    const { tokenCount, feelings } = readings.get(utterance) ?? { tokenCount: 0, feelings: [] }
    const { startMs, endMs } = utterance
    for (let part = partOf(before); part <= partOf(before + tokenCount - 1); part += 1) {
      const point = curve.get(part)
      if (point) point.endMs = Math.max(point.endMs, endMs)
      else curve.set(part, { positive: 0, negative: 0, startMs, endMs })
    }
    for (const { index, polarity } of feelings) {
      const point = curve.get(partOf(before + index))
      if (point) add(point, polarity)
    }
    before += tokenCount
  }
  const hasTimes = precision !== 'none'
  return [...curve.values()].map((point) => toPoint(point, hasTimes))
}

function toPoint(
  point: Feelings & { readonly startMs: number; readonly endMs: number },
  hasTimes: boolean,
): SentimentPoint {
  const sample = point.positive + point.negative
  return {
    start_ms: hasTimes ? Math.round(point.startMs) : null,
    end_ms: hasTimes ? Math.round(point.endMs) : null,
    value: sample === 0 ? null : Math.round(toValue(point) * 1e6) / 1e6,
    sample,
  }
}
