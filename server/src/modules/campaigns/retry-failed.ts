import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { announceCampaign } from './announce.ts'
import { setStatus } from './campaign-queries.ts'
import { addCounts, moved } from './count-queries.ts'
import { forgiveCarrier, type LaneKey, lockLane, notifyDialers, setDue } from './lane-queries.ts'
import { reviveFailed } from './recipient-queries.ts'

/** People in one transaction: a million in one would take longer than a request may. */
const atOnce = 2_000

export const retryJob = {
  name: 'retry-failed-recipients',
  payload: z.object({
    workspaceId: z.uuid(),
    campaignId: z.uuid(),
    /** When it was asked for: who fails later is not called again by it. */
    at: z.iso.datetime(),
  }),
} as const

type Wish = z.infer<typeof retryJob.payload>

/** In this transaction some at once, and the others in the background. Answers how many. */
export async function retryRecipients(tx: Executor, key: LaneKey, at: Date): Promise<number> {
  const count = await retrySome(tx, key, at)
  if (count === atOnce) {
    const wish = { ...key, at: at.toISOString() }
    await addJobs(tx, [newJob(retryJob, wish, { key: `retry ${key.campaignId}` })])
  }
  return count
}

async function retrySome(tx: Executor, key: LaneKey, at: Date): Promise<number> {
  const revived = await reviveFailed(tx, key, { at, limit: atOnce })
  await addCounts(
    tx,
    key,
    revived.flatMap(({ status, skipReason }) => [
      ...moved(status, 'PENDING'),
      ...(skipReason === null ? [] : [{ kind: 'skip', name: skipReason, by: -1 } as const]),
    ]),
  )
  return revived.length
}

/** Begins, or goes on, with a carrier that has its trust back. */
export async function runCampaign(tx: Executor, key: LaneKey, at: Date): Promise<void> {
  await setStatus(tx, key, { status: 'RUNNING', at })
  await forgiveCarrier(tx, key)
  await setDue(tx, key, at)
}

export async function retryOthers(
  context: Context,
  { at, ...key }: Wish,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  let count = atOnce
  while (count === atOnce) {
    signal.throwIfAborted()
    count = await context.db.transaction(async (tx) => {
      const lane = await lockLane(tx, key)
      if (!lane || lane.status === 'CANCELLED') return 0
      const revived = await retrySome(tx, key, new Date(at))
      // Those before them may all have been called meanwhile.
      if (revived > 0 && lane.status === 'COMPLETED') {
        await runCampaign(tx, key, context.now())
        await announceCampaign(tx, context, { workspaceId: key.workspaceId, lane, what: 'started' })
      }
      await notifyDialers(tx)
      return revived
    })
  }
  context.wakeRelay()
}
