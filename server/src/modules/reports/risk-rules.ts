import { type DealAtRisk, riskReasons } from '@parley/contract'

export type OpenDeal = Omit<DealAtRisk, 'reasons'> & {
  readonly daysInStage: number
  /** Null: there was neither conversation nor activity since it was created. */
  readonly daysSilent: number
  readonly hasOpenTask: boolean
}

const stuckAfterDays = 30
const silentAfterDays = 14

function risksOf(deal: OpenDeal, today: string): DealAtRisk['reasons'] {
  const found: Record<keyof typeof riskReasons, boolean> = {
    overdue: deal.expected_close_date < today,
    stuck: deal.daysInStage > stuckAfterDays,
    silent: deal.daysSilent > silentAfterDays,
    no_next_step: !deal.hasOpenTask,
  }
  return (Object.keys(riskReasons) as (keyof typeof riskReasons)[])
    .filter((reason) => found[reason])
    .map((reason) => ({ reason, text: riskReasons[reason] }))
}

/** Those with a reason to worry: most reasons first, then the most valuable. */
export function atRisk(deals: readonly OpenDeal[], today: string): DealAtRisk[] {
  return deals
    .map(({ daysInStage, daysSilent, hasOpenTask, ...deal }) => ({
      ...deal,
      reasons: risksOf({ ...deal, daysInStage, daysSilent, hasOpenTask }, today),
    }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted((a, b) => b.reasons.length - a.reasons.length || b.value - a.value)
}
