import type { Measure, MetricReason, MetricUnit } from '@parley/contract'
import type { Side, Talk } from './segment-rules.ts'

type Made = {
  readonly sample: number
  readonly estimated?: boolean
  readonly position?: number | null
}

/** A number with six decimals: more are noise of the computation. */
export function measure(unit: MetricUnit, value: number, made: Made): Measure {
  const { sample, estimated = false, position = null } = made
  return { value: Math.round(value * 1e6) / 1e6, unit, reason: null, estimated, sample, position }
}

/** No number, and why. */
export function missing(unit: MetricUnit, reason: MetricReason, sample = 0): Measure {
  return { value: null, unit, reason, estimated: false, sample, position: null }
}

/** The reason why nothing can be said of a side; undefined when something can. */
export function whyNot(talk: Talk, side: 'ours' | 'theirs'): MetricReason | undefined {
  if (talk.utterances.length === 0) return 'no_words'
  if (!talk.toldApart) return 'speakers_not_told_apart'
  const isThere = [...talk.speakers.values()].some((speaker) => speaker.side === side)
  if (isThere) return undefined
  return side === 'ours' ? 'no_rep' : 'no_customer'
}

/** Why there are no lengths of time; undefined when there are, be they estimates. */
export function whyNoTimes({ utterances, precision }: Talk): MetricReason | undefined {
  if (utterances.length === 0) return 'no_words'
  return precision === 'none' ? 'no_times' : undefined
}

/** Why there are no exact ends; undefined when there are. */
export function whyNotExact(talk: Talk): MetricReason | undefined {
  return whyNoTimes(talk) ?? (talk.precision === 'starts' ? 'no_end_times' : undefined)
}

/** Whether what is said of these sides is an estimate, and so are times if any are used. */
export function isEstimate(
  talk: Talk,
  used: { readonly sides?: readonly Side[]; readonly times?: boolean; readonly words?: boolean },
): boolean {
  const { sides = [], times = false, words = false } = used
  return (
    sides.some((side) => talk.isSideGuessed[side]) ||
    (times && talk.precision !== 'exact') ||
    (words && talk.isLanguageGuessed)
  )
}
