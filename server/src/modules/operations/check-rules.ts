import type { ServerState } from '@parley/contract'

/** What is known of the server at one moment. */
export type Measured = {
  readonly databaseOk: boolean
  readonly databaseMs: number
  readonly migrationsOk: boolean
  readonly eventLagS: number
  readonly failedJobs: number
  /** Processes that went silent without saying that they stop. */
  readonly deadNodes: number
  /** Of the disk, 0 to 1. */
  readonly freeShare: number
  readonly freeBytes: number
}

/** Webhooks, follow-ups and analysis all wait behind events. */
const longestLagS = 60
const leastFreeShare = 0.05
/** A twentieth of a large disk is still a lot of room. */
const enoughBytes = 20 * 1024 ** 3

/** What is well, and what somebody should look at. */
export function judge(measured: Measured): ServerState['checks'] {
  const { freeShare, freeBytes } = measured
  return [
    { name: 'database', ok: measured.databaseOk, value: measured.databaseMs },
    { name: 'migrations', ok: measured.migrationsOk, value: measured.migrationsOk ? 0 : 1 },
    { name: 'events', ok: measured.eventLagS < longestLagS, value: measured.eventLagS },
    { name: 'jobs', ok: measured.failedJobs === 0, value: measured.failedJobs },
    { name: 'nodes', ok: measured.deadNodes === 0, value: measured.deadNodes },
    { name: 'disk', ok: freeShare >= leastFreeShare || freeBytes >= enoughBytes, value: freeShare },
  ]
}
