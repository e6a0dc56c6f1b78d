import {
  defaultMonologueSeconds,
  defaultTargets,
  type Measures,
  type MetricJudgement,
  type MetricName,
  type MetricSettings,
  type MetricSettingsChange,
  type MetricTarget,
  targetableMetrics,
} from '@parley/contract'

/** What a workspace stored of its own; undefined for one that changed nothing. */
type Stored = {
  readonly monologueSeconds: number | null
  readonly targets: Readonly<Record<string, MetricTarget>>
}

export function settingsOf(stored: Stored | undefined) {
  return {
    monologueSeconds: stored?.monologueSeconds ?? defaultMonologueSeconds,
    targets: { ...defaultTargets, ...stored?.targets } as MetricSettings['targets'],
  }
}

/** Each metric that is given takes the place of the former one; null brings the default back. */
export function changeTargets(
  former: Stored['targets'],
  change: MetricSettingsChange['targets'],
): Record<string, MetricTarget> {
  const targets = { ...former }
  for (const [name, given] of Object.entries(change ?? {})) {
    if (given === undefined) continue
    if (given === null) delete targets[name]
    else
      targets[name] = { min: given.min ?? null, ideal: given.ideal ?? null, max: given.max ?? null }
  }
  return targets
}

/** Each metric with a target, held against it. */
export function judge(measures: Measures, targets: MetricSettings['targets']): MetricJudgement[] {
  return targetableMetrics.flatMap((metric): MetricJudgement[] => {
    const target = targets[metric]
    if (!target || (target.min === null && target.max === null)) return []
    return [{ metric, target, verdict: verdictOf(measures[metric].value, target) }]
  })
}

function verdictOf(
  value: Measures[MetricName]['value'],
  { min, max }: MetricTarget,
): MetricJudgement['verdict'] {
  if (typeof value !== 'number') return 'unknown'
  if (min !== null && value < min) return 'below'
  return max !== null && value > max ? 'above' : 'within'
}
