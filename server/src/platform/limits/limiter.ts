import { type Decision, decide, type Rate } from './gcra.ts'

/** What one caller has used; see `Decision.fullAtMs`. */
export type Bucket = { fullAtMs: number }

/**
 * The buckets of a process. Several nodes each grant the full limit: sharing one costs more than
 * the reads it guards, and is left to leases of tokens (docs/architecture.md).
 */
export class Limiter {
  readonly #buckets = new Map<string, Bucket>()
  readonly #maxBuckets: number

  /** At 100,000 callers the buckets take about 10 MB. */
  constructor(maxBuckets = 100_000) {
    this.#maxBuckets = maxBuckets
  }

  /** The caller's bucket; keep it as long as the caller is known, to save the lookup. */
  bucket(caller: string, nowMs: number): Bucket {
    const known = this.#buckets.get(caller)
    if (known) return known
    if (this.#buckets.size >= this.#maxBuckets) this.#makeRoom(nowMs)
    const bucket = { fullAtMs: 0 }
    this.#buckets.set(caller, bucket)
    return bucket
  }

  /** Full buckets say nothing; if that is not enough, the oldest half is forgotten. */
  #makeRoom(nowMs: number): void {
    for (const [caller, bucket] of this.#buckets) {
      if (bucket.fullAtMs <= nowMs) this.#buckets.delete(caller)
    }
    for (const caller of this.#buckets.keys()) {
      if (this.#buckets.size <= this.#maxBuckets / 2) break
      this.#buckets.delete(caller)
    }
  }

  get size(): number {
    return this.#buckets.size
  }
}

/** Takes one request out of the bucket, if there is one. */
export function take(bucket: Bucket, rate: Rate, nowMs: number): Decision {
  const decision = decide(bucket.fullAtMs, nowMs, rate)
  bucket.fullAtMs = decision.fullAtMs
  return decision
}
