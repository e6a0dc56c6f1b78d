import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import type { Subscriber } from '../../platform/events/event.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'

const conversations = z.object({ workspaceId: z.uuid(), conversationIds: z.array(z.uuid()) })
export type AboutConversations = z.infer<typeof conversations>

type AboutConversation = { readonly workspaceId: string; readonly conversationId: string }

const workspace = z.object({
  workspaceId: z.uuid(),
  /** The last conversation that was dealt with. */
  after: z.uuid().nullable(),
})
export type Remeasuring = z.infer<typeof workspace>

/** What the background does; jobs.ts says how. */
export const measureJob = { name: 'measure-conversations', payload: conversations } as const
export const remeasureJob = { name: 'remeasure-workspace', payload: workspace } as const

/** Measured in one transaction: transcripts of three hours take a tenth of a second each. */
const together = 20

/** What is queued together is measured together; of one alone that changes often, once. */
export function queueMeasuring(
  tx: Executor,
  conversations: readonly AboutConversation[],
): Promise<void> {
  const byWorkspace = Map.groupBy(conversations, ({ workspaceId }) => workspaceId)
  const jobs = [...byWorkspace].flatMap(([workspaceId, ofWorkspace]) => {
    const ids = [...new Set(ofWorkspace.map(({ conversationId }) => conversationId))]
    const parts = Math.ceil(ids.length / together)
    return Array.from({ length: parts }, (_, part) => {
      const conversationIds = ids.slice(part * together, (part + 1) * together)
      const key = ids.length === 1 ? { key: `measure ${ids[0]}` } : {}
      return newJob(measureJob, { workspaceId, conversationIds }, key)
    })
  })
  return addJobs(tx, jobs)
}

export function queueRemeasuring(tx: Executor, remeasuring: Remeasuring): Promise<void> {
  const key = `remeasure ${remeasuring.workspaceId}`
  return addJobs(tx, [newJob(remeasureJob, remeasuring, { key })])
}

/** Has a conversation measured as soon as it has a transcript, and after every change of that. */
export const measureTranscripts: Subscriber = {
  name: 'measure-transcripts',
  events: ['transcript.generated', 'transcript.updated'],
  async handle(tx, events) {
    await queueMeasuring(
      tx,
      events.map(({ workspaceId, payload }) => {
        const told = JSON.parse(payload) as { readonly conversation_id: string }
        return { workspaceId, conversationId: told.conversation_id }
      }),
    )
  },
}
