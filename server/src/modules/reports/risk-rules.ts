import { type DealAtRisk, riskReasons } from '@parley/contract'

export type RiskReason = keyof typeof riskReasons

/** As the sentences of {@link riskReasons} say. */
export const riskLimits = { stuckAfterDays: 30, silentAfterDays: 14 } as const

/** What there is to worry about, in the order of the contract. */
export function reasonsOf(found: Readonly<Record<RiskReason, boolean>>): DealAtRisk['reasons'] {
  return (Object.keys(riskReasons) as RiskReason[])
    .filter((reason) => found[reason])
    .map((reason) => ({ reason, text: riskReasons[reason] }))
}
