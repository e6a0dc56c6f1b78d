import type { Measure } from '@parley/contract'
import { isEstimate, measure, missing, whyNot, whyNoTimes, whyNotExact } from './measure-rules.ts'
import type { Side, Talk, Utterance } from './segment-rules.ts'
import { spanOf } from './talk-rules.ts'

export type Turn = {
  readonly speaker: number
  readonly side: Side
  readonly startMs: number
  readonly endMs: number
  readonly wordCount: number
  /** Of its first segment. */
  readonly position: number
}

/** Silence that ends a turn although nobody else speaks. */
const turnEndingSilenceMs = 10_000

/** Who speaks until somebody else says more than a back-channel. */
export function turnsOf({ utterances, precision }: Talk): Turn[] {
  const turns: { -readonly [K in keyof Turn]: Turn[K] }[] = []
  for (const utterance of utterances) {
    if (utterance.isBackchannel) continue
    const { speaker, side, startMs, endMs, wordCount, position } = utterance
    const last = turns.at(-1)
    const isSilent =
      precision !== 'none' && last !== undefined && startMs - last.endMs > turnEndingSilenceMs
    if (last?.speaker === speaker && !isSilent) {
      last.endMs = Math.max(last.endMs, endMs)
      last.wordCount += wordCount
    } else {
      turns.push({ speaker, side, startMs, endMs, wordCount, position })
    }
  }
  return turns
}

const lengthOf = ({ startMs, endMs }: Pick<Turn, 'startMs' | 'endMs'>) => endMs - startMs

type Timed = Pick<Turn, 'startMs' | 'endMs' | 'position'>

/** The first of the longest ones. */
function longest<T extends Timed>(turns: readonly T[]): T | undefined {
  return turns.reduce<T | undefined>(
    (best, turn) => (best && lengthOf(best) >= lengthOf(turn) ? best : turn),
    undefined,
  )
}

export function longestMonologueOf(talk: Talk, turns: readonly Turn[]): Measure {
  const ours = turns.filter(({ side }) => side === 'ours')
  const reason = whyNot(talk, 'ours') ?? whyNoTimes(talk)
  return longestMeasure(talk, { turns: ours, reason, sides: ['ours'], sample: ours.length })
}

function longestMeasure(
  talk: Talk,
  {
    turns,
    reason,
    sides,
    sample,
  }: {
    readonly turns: readonly Timed[]
    readonly reason: Measure['reason'] | undefined
    readonly sides: readonly Side[]
    readonly sample: number
  },
): Measure {
  if (reason) return missing('seconds', reason, sample)
  const best = longest(turns)
  if (!best) return missing('seconds', 'nothing_to_measure')
  const estimated = isEstimate(talk, { sides, times: true })
  return measure('seconds', lengthOf(best) / 1_000, { sample, estimated, position: best.position })
}

/** The longest turn of one speaker, whoever they are. */
export function longestTurnOf(talk: Talk, turns: readonly Turn[]): Measure {
  return longestMeasure(talk, { turns, reason: whyNoTimes(talk), sides: [], sample: turns.length })
}

export function monologueCountOf(
  talk: Talk,
  turns: readonly Turn[],
  monologueSeconds: number,
): Measure {
  const ours = turns.filter(({ side }) => side === 'ours')
  const reason = whyNot(talk, 'ours') ?? whyNoTimes(talk)
  if (reason) return missing('count', reason, ours.length)
  const long = ours.filter((turn) => lengthOf(turn) > monologueSeconds * 1_000)
  return measure('count', long.length, {
    sample: ours.length,
    estimated: isEstimate(talk, { sides: ['ours'], times: true }),
    position: long[0]?.position ?? null,
  })
}

/** What others may say within a story without ending it. */
const wordsWithinStory = 10

export function longestStoryOf(talk: Talk, turns: readonly Turn[]): Measure {
  const theirs = turns.filter(({ side }) => side === 'theirs')
  const reason = whyNot(talk, 'theirs') ?? whyNoTimes(talk)
  return longestMeasure(talk, {
    turns: reason ? [] : storiesOf(turns),
    reason,
    sides: ['theirs'],
    sample: theirs.length,
  })
}

/** Turns of each customer, joined over short remarks of others, but not over long silence. */
function storiesOf(turns: readonly Turn[]): Timed[] {
  type Story = { startMs: number; endMs: number; position: number; saidBefore: number }
  const stories: Story[] = []
  const open = new Map<number, Story>()
  let saidInAll = 0
  let reachedMs = 0
  for (const { speaker, side, startMs, endMs, wordCount, position } of turns) {
    if (startMs - reachedMs > turnEndingSilenceMs) open.clear()
    reachedMs = Math.max(reachedMs, endMs)
    saidInAll += wordCount
    if (side !== 'theirs') continue
    const story = open.get(speaker)
    const saidBetween = story ? saidInAll - wordCount - story.saidBefore : Number.POSITIVE_INFINITY
    if (story && saidBetween <= wordsWithinStory) {
      story.endMs = Math.max(story.endMs, endMs)
      story.saidBefore = saidInAll
    } else {
      const begun = { startMs, endMs, position, saidBefore: saidInAll }
      stories.push(begun)
      open.set(speaker, begun)
    }
  }
  return stories
}

export function interactivityOf(talk: Talk, turns: readonly Turn[]): Measure {
  const sample = turns.length
  if (sample === 0) return missing('per_minute', 'no_words')
  if (!talk.toldApart) return missing('per_minute', 'speakers_not_told_apart', sample)
  const span = spanOf(talk)
  if (span === undefined) return missing('per_minute', 'no_times', sample)
  if (span === 0) return missing('per_minute', 'nothing_to_measure', sample)
  const switches = turns.filter(
    ({ speaker }, index) => index > 0 && turns[index - 1]?.speaker !== speaker,
  )
  return measure('per_minute', switches.length / (span / 60_000), {
    sample,
    estimated: isEstimate(talk, { times: true }),
  })
}

export function patienceOf(talk: Talk, turns: readonly Turn[]): Measure {
  const gaps = turns.flatMap(({ side, startMs }, index) => {
    const before = turns[index - 1]
    const isAnswer = side === 'ours' && before?.side === 'theirs'
    return isAnswer ? [Math.max(0, startMs - before.endMs)] : []
  })
  const reason = whyNot(talk, 'ours') ?? whyNot(talk, 'theirs') ?? whyNotExact(talk)
  if (reason) return missing('seconds', reason, gaps.length)
  const middle = medianOf(gaps)
  if (middle === undefined) return missing('seconds', 'nothing_to_measure')
  return measure('seconds', middle / 1_000, {
    sample: gaps.length,
    estimated: isEstimate(talk, { sides: ['ours', 'theirs'] }),
  })
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? undefined : (upper + lower) / 2
}

/** Both have to speak at once for longer than times of words are wrong. */
const margin = 300

/** How often `by` begins while the other side is speaking and goes on. */
export function interruptionsOf(talk: Talk, by: 'ours' | 'theirs'): Measure {
  const other = by === 'ours' ? 'theirs' : 'ours'
  const spoken = talk.utterances.filter(({ isBackchannel }) => !isBackchannel)
  const sample = spoken.filter(({ side }) => side === by).length
  const reason = whyNot(talk, 'ours') ?? whyNot(talk, 'theirs') ?? whyNotExact(talk)
  if (reason) return missing('count', reason, sample)
  const found = interrupting(spoken, by, other)
  return measure('count', found.length, {
    sample,
    estimated: isEstimate(talk, { sides: ['ours', 'theirs'] }),
    position: found[0]?.position ?? null,
  })
}

function interrupting(spoken: readonly Utterance[], by: Side, other: Side): Utterance[] {
  // Both are in order of beginnings, so what was being said is found by going along.
  const others = spoken.filter(({ side }) => side === other)
  let begun = 0
  let lastsUntilMs = Number.NEGATIVE_INFINITY
  return spoken.filter(({ side, startMs }) => {
    if (side !== by) return false
    for (;;) {
      const next = others[begun]
      if (!next || next.startMs > startMs - margin) break
      lastsUntilMs = Math.max(lastsUntilMs, next.endMs)
      begun += 1
    }
    return lastsUntilMs >= startMs + margin
  })
}
