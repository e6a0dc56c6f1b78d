import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'

const about = z.object({ workspaceId: z.uuid(), itemId: z.uuid(), requestId: z.uuid() })
/** An item, and which wish to process it the work is for: a newer one makes it needless. */
export type AboutItem = z.infer<typeof about>

const aboutFile = z.object({ workspaceId: z.uuid(), itemId: z.uuid() })

/** What the background does with knowledge; jobs.ts says how. */
export const processJob = { name: 'process-knowledge-item', payload: about } as const
export const embedJob = { name: 'embed-knowledge-item', payload: about } as const
export const fileJob = { name: 'delete-knowledge-file', payload: aboutFile } as const

/**
 * Pages of slow sites hold a job slot for minutes, so no more than this many items are processed at
 * once, on all nodes together. The work of one item is always in one queue: it never overlaps.
 */
const queues = 2

function queueOf(itemId: string): string {
  return `knowledge-${(Number.parseInt(itemId.slice(-4), 16) % queues) + 1}`
}

export function queueProcessing(tx: Executor, item: AboutItem): Promise<void> {
  const options = { key: `process ${item.itemId}`, queue: queueOf(item.itemId) }
  return addJobs(tx, [newJob(processJob, item, options)])
}

export function queueEmbedding(tx: Executor, items: readonly AboutItem[]): Promise<void> {
  return addJobs(
    tx,
    items.map((item) =>
      newJob(embedJob, item, { key: `embed ${item.itemId}`, queue: queueOf(item.itemId) }),
    ),
  )
}

/** In the transaction that forgets the file: it goes even when the process dies right after. */
export function queueFileDeletion(
  tx: Executor,
  file: { readonly workspaceId: string; readonly itemId: string },
): Promise<void> {
  return addJobs(tx, [newJob(fileJob, file)])
}
