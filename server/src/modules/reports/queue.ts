import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import type { Subscriber } from '../../platform/events/event.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { insertChanges } from './change-queries.ts'
import { changesOf, reportedEvents } from './change-rules.ts'

const workspace = z.object({ workspaceId: z.uuid() })

/** What the background does; jobs.ts says how. */
export const updateJob = { name: 'update-reports', payload: workspace } as const
export const rebuildJob = { name: 'rebuild-reports', payload: workspace } as const

/** One that waits already keeps its time. */
export function queueUpdates(tx: Executor, workspaceIds: Iterable<string>): Promise<void> {
  const jobs = [...new Set(workspaceIds)].map((workspaceId) =>
    newJob(updateJob, { workspaceId }, { key: keyOf(workspaceId) }),
  )
  return addJobs(tx, jobs, { keepsRunAt: true })
}

/** Has a workspace counted again, `ms` from now and not earlier. */
export function queueUpdateIn(db: Executor, workspaceId: string, ms: number): Promise<void> {
  const options = { key: keyOf(workspaceId), runAt: new Date(Date.now() + ms) }
  return addJobs(db, [newJob(updateJob, { workspaceId }, options)])
}

const keyOf = (workspaceId: string): string => `update-reports ${workspaceId}`

/** Has every day of a workspace counted anew. */
export function queueRebuilding(tx: Executor, workspaceId: string): Promise<void> {
  const key = `rebuild-reports ${workspaceId}`
  return addJobs(tx, [newJob(rebuildJob, { workspaceId }, { key })])
}

/** Notes which days are to be counted anew, and has it done. */
export const noteReportChanges: Subscriber = {
  name: 'report-changes',
  events: reportedEvents,
  async handle(tx, events) {
    const changes = events.flatMap(changesOf)
    await insertChanges(tx, changes)
    await queueUpdates(
      tx,
      changes.map(({ workspaceId }) => workspaceId),
    )
  },
}
