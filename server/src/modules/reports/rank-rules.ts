import type { Counts } from './count-rules.ts'
import { countIn, teamFigures } from './figure-rules.ts'

export type Person = { readonly userId: string; readonly counts: Counts; readonly before: Counts }

type Standing = readonly [score: number, closing: number, calls: number]

/** Without a score one stands behind all that have one. */
function standingOf(counts: Counts): Standing {
  return [
    teamFigures.average_score(counts).value ?? -1,
    teamFigures.closing_rate(counts).value ?? 0,
    countIn(counts, 'calls'),
  ]
}

function compare(a: Standing, b: Standing): number {
  return b[0] - a[0] || b[1] - a[1] || b[2] - a[2]
}

/** Place of each person with calls, from 1; equals share one. */
export function ranksOf(people: readonly Person[]): ReadonlyMap<string, number> {
  const standings = people
    .filter(({ counts }) => countIn(counts, 'calls') > 0)
    .map(({ userId, counts }) => ({ userId, standing: standingOf(counts) }))
  return new Map(
    standings.map(({ userId, standing }) => [
      userId,
      1 + standings.filter((other) => compare(other.standing, standing) < 0).length,
    ]),
  )
}

/** Ranks first, and has a score; the first by name of several. */
export function bestOf<P extends Person>(people: readonly P[]): P | undefined {
  const ranks = ranksOf(people)
  return people.find(
    ({ userId, counts }) => ranks.get(userId) === 1 && countIn(counts, 'score.n') > 0,
  )
}

/** One good day is no improvement. */
const minScores = 3

export function mostImproved<P extends Person>(people: readonly P[]): P | undefined {
  let best: { person: P; gain: number } | undefined
  for (const person of people) {
    const gain = gainOf(person)
    if (gain > 0 && gain > (best?.gain ?? 0)) best = { person, gain }
  }
  return best?.person
}

function gainOf({ counts, before }: Person): number {
  if (Math.min(countIn(counts, 'score.n'), countIn(before, 'score.n')) < minScores) return 0
  const [now, then] = [counts, before].map((one) => teamFigures.average_score(one).value)
  return (now ?? 0) - (then ?? 0)
}
