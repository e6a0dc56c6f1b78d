import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { addCounts, moved } from './count-queries.ts'
import { type LaneKey, lockLane } from './lane-queries.ts'
import { cancelWaiting } from './recipient-queries.ts'

/** People in one transaction. A million in one took longer than a request may. */
const atOnce = 2_000

export const cancelJob = {
  name: 'cancel-waiting-recipients',
  payload: z.object({ workspaceId: z.uuid(), campaignId: z.uuid() }),
} as const

/** Of a campaign that was cancelled in this transaction: some at once, and the others in the background. */
export async function cancelRecipients(tx: Executor, key: LaneKey, at: Date): Promise<void> {
  if (!(await cancelSome(tx, key, at))) return
  await addJobs(tx, [newJob(cancelJob, key, { key: `cancel ${key.campaignId}` })])
}

/** True when there may be others. */
async function cancelSome(tx: Executor, key: LaneKey, at: Date): Promise<boolean> {
  const cancelled = await cancelWaiting(tx, key, { at, limit: atOnce })
  await addCounts(tx, key, moved('PENDING', 'CANCELLED', cancelled))
  return cancelled === atOnce
}

export async function cancelOthers(
  { db, now }: Context,
  key: LaneKey,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  let areLeft = true
  while (areLeft) {
    signal.throwIfAborted()
    areLeft = await db.transaction(async (tx) => {
      const lane = await lockLane(tx, key)
      return lane?.status === 'CANCELLED' && (await cancelSome(tx, key, now()))
    })
  }
}
