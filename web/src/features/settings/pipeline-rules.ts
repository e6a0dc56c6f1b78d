import type { DealStage } from '@parley/contract'

export type StageChanges = Partial<
  Pick<DealStage, 'name' | 'color' | 'order' | 'probability' | 'outcome'>
>

/** The pipeline with one stage changed or moved, as the server will have it. */
export function withStage(
  stages: readonly DealStage[],
  id: string,
  { order, ...changes }: StageChanges,
): DealStage[] {
  const index = stages.findIndex((stage) => stage.id === id)
  const stage = stages[index]
  if (!stage) return [...stages]
  const others = stages.filter((other) => other.id !== id)
  const place = order === undefined ? index : Math.min(order - 1, others.length)
  const changed = { ...stage, ...changes }
  return others.toSpliced(place, 0, changed).map((one, at) => ({ ...one, order: at + 1 }))
}

/** Where a new stage goes: behind those that are open, before those that end a deal. */
export function placeOfNew(
  stages: readonly DealStage[],
  outcome: DealStage['outcome'],
): number | undefined {
  if (outcome !== 'open') return undefined
  const lastOpen = stages.findLastIndex((stage) => stage.outcome === 'open')
  return lastOpen < 0 ? 1 : lastOpen + 2
}

/** A pipeline needs an open stage. */
export function isLastOpen(stages: readonly DealStage[], { id, outcome }: DealStage): boolean {
  return outcome === 'open' && !stages.some((one) => one.id !== id && one.outcome === 'open')
}

/** A percentage as somebody typed it; undefined when it is none. */
export function readPercent(text: string): number | undefined {
  const percent = Number(text.trim().replace(/\s*%$/, ''))
  const isOne = text.trim() !== '' && Number.isInteger(percent) && percent >= 0 && percent <= 100
  return isOne ? percent : undefined
}
