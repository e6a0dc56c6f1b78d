/** A deal went from one stage to another, or began in one. */
export type StageChange = {
  readonly dealId: string
  readonly fromStageId: string | undefined
  readonly toStageId: string
  readonly changedAtMs: number
  /** Of the deal. */
  readonly createdAtMs: number
}

export type Stage = {
  readonly id: string
  readonly position: number
  readonly outcome: 'open' | 'won' | 'lost'
}

/** Moments, in ms since 1970: from the first one, before the second. */
export type MsSpan = { readonly from: number; readonly until: number }

/** What passed through a stage in a span of time. */
export type Passage = {
  /** Deals that entered it. */
  entered: number
  /** Of these, those that went on to a further stage afterwards, whenever; to be lost is not further. */
  advanced: number
  /** Times that a deal left it. */
  left: number
  /** Of all that left, in the stage, together. */
  days: number
}

const dayMs = 86_400_000

/** For each span by the ids of the stages; stages that nothing passed through are left out. */
export function passagesIn(
  changes: readonly StageChange[],
  stages: readonly Stage[],
  spans: readonly MsSpan[],
): Map<string, Passage>[] {
  const all = [...histories(changes)]
  const ranks = ranksOf(stages)
  return spans.map((span) => passagesOf(all, ranks, span))
}

function passagesOf(
  all: readonly (readonly StageChange[])[],
  ranks: Ranks,
  span: MsSpan,
): Map<string, Passage> {
  const passages = new Map<string, Passage>()
  const passageOf = (id: string): Passage => {
    const known = passages.get(id) ?? { entered: 0, advanced: 0, left: 0, days: 0 }
    passages.set(id, known)
    return known
  }
  for (const history of all) {
    if (!history.some((change) => isIn(change, span))) continue
    countDepartures(history, span, passageOf)
    countEntries(history, span, { passageOf, ranks })
  }
  return passages
}

type Ranks = ReadonlyMap<string, { readonly position: number; readonly isFurther: boolean }>

/** To be lost is no progress, wherever the stage stands. */
const ranksOf = (stages: readonly Stage[]): Ranks =>
  new Map(
    stages.map(({ id, position, outcome }) => [id, { position, isFurther: outcome !== 'lost' }]),
  )

const isIn = ({ changedAtMs }: StageChange, { from, until }: MsSpan) =>
  changedAtMs >= from && changedAtMs < until

function countDepartures(
  history: readonly StageChange[],
  span: MsSpan,
  passageOf: (id: string) => Passage,
): void {
  for (const [index, change] of history.entries()) {
    if (change.fromStageId === undefined || !isIn(change, span)) continue
    const since = history[index - 1]?.changedAtMs ?? change.createdAtMs
    const passage = passageOf(change.fromStageId)
    passage.left += 1
    passage.days += (change.changedAtMs - since) / dayMs
  }
}

function countEntries(
  history: readonly StageChange[],
  span: MsSpan,
  { passageOf, ranks }: { readonly passageOf: (id: string) => Passage; readonly ranks: Ranks },
): void {
  const entered = new Set<string>()
  const advanced = new Set<string>()
  let furthest = Number.NEGATIVE_INFINITY
  for (const change of history.toReversed()) {
    const { toStageId } = change
    const rank = ranks.get(toStageId)
    if (isIn(change, span)) {
      entered.add(toStageId)
      if (rank && furthest > rank.position) advanced.add(toStageId)
    }
    if (rank?.isFurther) furthest = Math.max(furthest, rank.position)
  }
  for (const id of entered) passageOf(id).entered += 1
  for (const id of advanced) passageOf(id).advanced += 1
}

/** The changes of each deal, oldest first. */
function histories(changes: readonly StageChange[]): Iterable<StageChange[]> {
  const byDeal = new Map<string, StageChange[]>()
  for (const change of changes) {
    const known = byDeal.get(change.dealId)
    if (known) known.push(change)
    else byDeal.set(change.dealId, [change])
  }
  for (const history of byDeal.values()) history.sort((a, b) => a.changedAtMs - b.changedAtMs)
  return byDeal.values()
}
