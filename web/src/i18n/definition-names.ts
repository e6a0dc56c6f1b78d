import type { FigureName, MetricName } from '@parley/contract'

/** What figures and metrics are; English ones stand where they are declared. */
export type Definitions = {
  readonly figures: Readonly<Record<FigureName, string>>
  readonly metrics: Readonly<Record<MetricName, string>>
}
