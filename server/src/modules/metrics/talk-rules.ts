import type { Measure } from '@parley/contract'
import { isEstimate, measure, missing, whyNot, whyNoTimes, whyNotExact } from './measure-rules.ts'
import type { Talk, Utterance } from './segment-rules.ts'

export type Span = { readonly startMs: number; readonly endMs: number }

/** Spans without overlaps or gaps of zero, in order. */
export function union(spans: readonly Span[]): Span[] {
  const merged: { startMs: number; endMs: number }[] = []
  for (const { startMs, endMs } of spans.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1)
    if (last && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs)
    else merged.push({ startMs, endMs })
  }
  return merged
}

const lengthOf = (spans: readonly Span[]) =>
  spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)

export function bySpeaker<T extends { readonly speaker: number }>(
  said: readonly T[],
): Map<number, T[]> {
  const groups = new Map<number, T[]>()
  for (const one of said) {
    const group = groups.get(one.speaker)
    if (group) group.push(one)
    else groups.set(one.speaker, [one])
  }
  return groups
}

/** How long each speaker talks, in ms; in words where nothing tells times. */
export function talkOf(talk: Talk): Map<number, number> {
  const entries = [...bySpeaker(talk.utterances)].map(([speaker, said]): [number, number] => [
    speaker,
    talk.precision === 'none'
      ? said.reduce((sum, { wordCount }) => sum + wordCount, 0)
      : lengthOf(union(said)),
  ])
  return new Map(entries)
}

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

/** From the first word to the last, in ms; undefined when nothing tells. */
export function spanOf({ utterances, precision, durationMs }: Talk): number | undefined {
  if (precision === 'none') return durationMs ?? undefined
  const [first] = utterances
  if (!first) return undefined
  return utterances.reduce((end, { endMs }) => Math.max(end, endMs), 0) - first.startMs
}

export function durationOf(talk: Talk): Measure {
  const { length } = talk.utterances
  if (length === 0) return missing('seconds', 'no_words')
  const span = spanOf(talk)
  if (span === undefined) return missing('seconds', 'no_times', length)
  return measure('seconds', span / 1_000, {
    sample: length,
    estimated: isEstimate(talk, { times: true }),
  })
}

export function talkSecondsOf(talk: Talk, talked: ReadonlyMap<number, number>): Measure {
  const { length } = talk.utterances
  const reason = whyNoTimes(talk)
  if (reason) return missing('seconds', reason, length)
  return measure('seconds', sum(talked.values()) / 1_000, {
    sample: length,
    estimated: isEstimate(talk, { times: true }),
  })
}

function talkOfSide(talk: Talk, talked: ReadonlyMap<number, number>, side: 'ours' | 'theirs') {
  const all = [...talked].filter(([speaker]) => talk.speakers.get(speaker)?.side === side)
  return sum(all.map(([, length]) => length))
}

export function repShareOf(talk: Talk, talked: ReadonlyMap<number, number>): Measure {
  const sample = talk.utterances.length
  const reason = whyNot(talk, 'ours')
  if (reason) return missing('share', reason, sample)
  const total = sum(talked.values())
  if (total === 0) return missing('share', 'nothing_to_measure', sample)
  const estimated = isEstimate(talk, { sides: ['ours'], times: true })
  return measure('share', talkOfSide(talk, talked, 'ours') / total, { sample, estimated })
}

export function talkListenOf(talk: Talk, talked: ReadonlyMap<number, number>): Measure {
  const sample = talk.utterances.length
  const reason = whyNot(talk, 'ours') ?? whyNot(talk, 'theirs')
  if (reason) return missing('ratio', reason, sample)
  const listened = talkOfSide(talk, talked, 'theirs')
  if (listened === 0) return missing('ratio', 'nothing_to_measure', sample)
  const estimated = isEstimate(talk, { sides: ['ours', 'theirs'], times: true })
  return measure('ratio', talkOfSide(talk, talked, 'ours') / listened, { sample, estimated })
}

/** How long at least one speaks, and how long at least two do. */
function coverageOf(utterances: readonly Utterance[]) {
  const edges = [...bySpeaker(utterances).values()]
    .flatMap(union)
    .flatMap(({ startMs, endMs }) => [
      { at: startMs, step: 1 },
      { at: endMs, step: -1 },
    ])
    .sort((a, b) => a.at - b.at)
  let anyMs = 0
  let severalMs = 0
  let speaking = 0
  let since = 0
  for (const { at, step } of edges) {
    if (speaking >= 1) anyMs += at - since
    if (speaking >= 2) severalMs += at - since
    speaking += step
    since = at
  }
  return { anyMs, severalMs }
}

export function overlapShareOf(talk: Talk): Measure {
  const spoken = talk.utterances.filter(({ isBackchannel }) => !isBackchannel)
  const reason = whyNotExact(talk) ?? (talk.toldApart ? undefined : 'speakers_not_told_apart')
  if (reason) return missing('share', reason, spoken.length)
  const { anyMs, severalMs } = coverageOf(spoken)
  if (anyMs === 0) return missing('share', 'nothing_to_measure', spoken.length)
  return measure('share', severalMs / anyMs, { sample: spoken.length })
}

export function silenceShareOf(talk: Talk): Measure {
  const sample = talk.utterances.length
  const reason = whyNotExact(talk)
  if (reason) return missing('share', reason, sample)
  const span = spanOf(talk) ?? 0
  if (span === 0) return missing('share', 'nothing_to_measure', sample)
  return measure('share', 1 - coverageOf(talk.utterances).anyMs / span, { sample })
}
