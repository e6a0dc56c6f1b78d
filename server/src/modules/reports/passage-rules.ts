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

/** By the ids of the stages; stages that nothing passed through are left out. */
export function passagesIn(
  changes: readonly StageChange[],
  stages: readonly Stage[],
  { from, until }: MsSpan,
): Map<string, Passage> {
  const passages = new Map<string, Passage>()
  const passageOf = (id: string): Passage => {
    const known = passages.get(id) ?? { entered: 0, advanced: 0, left: 0, days: 0 }
    passages.set(id, known)
    return known
  }
  const positions = new Map(stages.map((stage) => [stage.id, stage.position]))
  const lost = new Set(stages.filter(({ outcome }) => outcome === 'lost').map(({ id }) => id))
  for (const history of histories(changes)) {
    const entered = new Set<string>()
    const advanced = new Set<string>()
    let furthest = Number.NEGATIVE_INFINITY
    for (let index = history.length - 1; index >= 0; index -= 1) {
      const change = history[index]
      if (!change) continue
      const { fromStageId, toStageId, changedAtMs } = change
      const position = positions.get(toStageId)
      if (changedAtMs >= from && changedAtMs < until) {
        entered.add(toStageId)
        if (position !== undefined && furthest > position) advanced.add(toStageId)
        if (fromStageId !== undefined) {
          const passage = passageOf(fromStageId)
          const since = history[index - 1]?.changedAtMs ?? change.createdAtMs
          passage.left += 1
          passage.days += (changedAtMs - since) / dayMs
        }
      }
      if (position !== undefined && !lost.has(toStageId)) furthest = Math.max(furthest, position)
    }
    for (const id of entered) passageOf(id).entered += 1
    for (const id of advanced) passageOf(id).advanced += 1
  }
  return passages
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
