import type { Context } from '../../context.ts'
import { type Counts, groupBy, sumOf } from './count-rules.ts'
import type { Frame } from './frame.ts'
import { type Part, type SumRow, selectRows } from './queries.ts'
import { type Span, wholeMonths } from './range-rules.ts'

type Db = Pick<Context, 'db'>
type Whose = Pick<Frame, 'workspaceId' | 'ownerId'>

/** Sums of the range and of the one before. */
export type Pair = readonly [now: Counts, before: Counts]

async function rowsOf({ db }: Db, whose: Whose, part: Part, span: Span): Promise<SumRow[]> {
  return selectRows(db, { ...whose, part, span, months: wholeMonths(span) })
}

const toCounts = ({ sums }: SumRow) => JSON.parse(sums) as Counts

export async function sumSpan(db: Db, whose: Whose, part: Part, span: Span): Promise<Counts> {
  return sumOf((await rowsOf(db, whose, part, span)).map(toCounts))
}

export async function sumRange(db: Db, frame: Frame, part: Part): Promise<Pair> {
  const { now, before } = frame.spans
  return Promise.all([sumSpan(db, frame, part, now), sumSpan(db, frame, part, before)])
}

/** The same for each person with anything in either range. */
export async function sumPeople(
  db: Db,
  frame: Frame,
  part: Part,
): Promise<ReadonlyMap<string, Pair>> {
  const { now, before } = frame.spans
  const [rows, former] = await Promise.all([
    rowsOf(db, frame, part, now),
    rowsOf(db, frame, part, before),
  ])
  const byOwner = [rows, former].map((all) => groupBy(all, ({ ownerId }) => ownerId))
  const owners = new Set([...rows, ...former].map(({ ownerId }) => ownerId))
  const sumAt = (index: number, owner: string) =>
    sumOf((byOwner[index]?.get(owner) ?? []).map(toCounts))
  return new Map([...owners].map((owner) => [owner, [sumAt(0, owner), sumAt(1, owner)]]))
}

export function sumPairs(pairs: Iterable<Pair>): Pair {
  const all = [...pairs]
  return [sumOf(all.map(([now]) => now)), sumOf(all.map(([, before]) => before))]
}
