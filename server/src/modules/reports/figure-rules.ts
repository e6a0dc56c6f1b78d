import type { TeamFigureName } from '@parley/contract'
import type { Counts } from './count-rules.ts'

/** A figure of one range, before it is compared with another. */
export type Made = { readonly value: number | null; readonly sample: number }

export const countIn = (counts: Counts, name: string): number => counts[name] ?? 0

/** Six decimals hide that sums of fractions depend on their order. */
export const rounded = (value: number): number => Math.round(value * 1e6) / 1e6

export function ratio(part: number, whole: number, sample = whole): Made {
  return { value: whole > 0 ? rounded(part / whole) : null, sample }
}

/** What begins with this prefix, added up. */
function totalOf(counts: Counts, prefix: string): number {
  let total = 0
  for (const name in counts) if (name.startsWith(prefix)) total += counts[name] ?? 0
  return total
}

/** What of a name stands after the prefix, with its count. */
export function partsOf(counts: Counts, prefix: string): [string, number][] {
  return Object.entries(counts)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, count]) => [name.slice(prefix.length), count])
}

export const teamFigures: Readonly<Record<TeamFigureName, (counts: Counts) => Made>> = {
  calls: (counts) => ({ value: countIn(counts, 'calls'), sample: countIn(counts, 'calls') }),
  pitches: (counts) => countOf(counts, 'pitches', 'evaluated'),
  sales: (counts) => countOf(counts, 'outcome.closed_won', 'evaluated'),
  no_shows: (counts) => countOf(counts, 'outcome.no_show', 'evaluated'),
  show_up_rate: (counts) => ratio(heldIn(counts), countIn(counts, 'calls')),
  closing_rate: (counts) => ratio(countIn(counts, 'outcome.closed_won'), countIn(counts, 'calls')),
  average_score: (counts) => ratio(countIn(counts, 'score.sum'), countIn(counts, 'score.n')),
  talk_ratio: (counts) =>
    ratio(countIn(counts, 'talk.ours'), countIn(counts, 'talk.all'), countIn(counts, 'talk.n')),
  monologue: (counts) => ratio(countIn(counts, 'monologue.sum'), countIn(counts, 'monologue.n')),
  patience: medianPatience,
  question_rate: (counts) =>
    ratio(
      countIn(counts, 'questions.sum') * 3_600,
      countIn(counts, 'questions.seconds'),
      countIn(counts, 'questions.n'),
    ),
  objections_met: (counts) => ({
    value: totalOf(counts, 'objection.met.'),
    sample: countIn(counts, 'evaluated'),
  }),
  objections_mastered: (counts) => ({
    value: totalOf(counts, 'objection.mastered.'),
    sample: totalOf(counts, 'objection.met.'),
  }),
  objection_mastery: (counts) =>
    ratio(totalOf(counts, 'objection.mastered.'), totalOf(counts, 'objection.met.')),
  next_step_rate: (counts) =>
    ratio(countIn(counts, 'next_step.yes'), countIn(counts, 'next_step.n')),
  follow_up_adherence: (counts) =>
    ratio(countIn(counts, 'follow_up.kept'), countIn(counts, 'follow_up.due')),
}

export function countOf(counts: Counts, name: string, sample: string): Made {
  return { value: countIn(counts, name), sample: countIn(counts, sample) }
}

/** Conversations that were no no-shows. */
export const heldIn = (counts: Counts): number =>
  countIn(counts, 'calls') - countIn(counts, 'outcome.no_show')

/** From buckets of a tenth of a second; of an even number, the mean of the two in the middle. */
function medianPatience(counts: Counts): Made {
  const buckets = partsOf(counts, 'patience.')
    .map(([tenths, count]) => [Number(tenths), count] as const)
    .toSorted(([a], [b]) => a - b)
  const sample = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (sample === 0) return { value: null, sample }
  const at = (place: number): number => {
    let passed = 0
    for (const [tenths, count] of buckets) {
      passed += count
      if (place < passed) return tenths
    }
    return 0
  }
  const middle = (at(Math.floor((sample - 1) / 2)) + at(Math.floor(sample / 2))) / 2
  return { value: rounded(middle / 10), sample }
}
