import type { FailedJob } from '@parley/contract'
import type { Context } from '../../context.ts'
import { isQueueInstalled } from '../../platform/jobs/queries.ts'
import { deleteFailed, rescheduleFailed, selectFailedJobs } from './queries.ts'

const shownAtMost = 100

export async function listFailedJobs(
  { db }: Context,
  name: string | undefined,
): Promise<FailedJob[]> {
  if (!(await isQueueInstalled(db))) return []
  return selectFailedJobs(db, { name: name ?? null, limit: shownAtMost })
}

/** Answers how many will be tried again. */
export async function retryJobs({ db, log }: Context, ids: readonly string[]): Promise<number> {
  if (!(await isQueueInstalled(db))) return 0
  const count = await rescheduleFailed(db, ids)
  log.info({ jobIds: ids, count }, 'failed jobs are tried again')
  return count
}

export async function discardJobs({ db, log }: Context, ids: readonly string[]): Promise<number> {
  if (!(await isQueueInstalled(db))) return 0
  const count = await deleteFailed(db, ids)
  log.info({ jobIds: ids, count }, 'failed jobs were deleted')
  return count
}
