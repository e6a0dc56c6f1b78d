import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import type { Subscriber } from '../../platform/events/event.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'

const conversation = z.object({ workspaceId: z.uuid(), conversationId: z.uuid() })
export type AboutConversation = z.infer<typeof conversation>

const workspace = z.object({
  workspaceId: z.uuid(),
  /** The last conversation that was dealt with. */
  after: z.uuid().nullable(),
})
export type Remeasuring = z.infer<typeof workspace>

/** What the background does; jobs.ts says how. */
export const measureJob = { name: 'measure-conversation', payload: conversation } as const
export const remeasureJob = { name: 'remeasure-workspace', payload: workspace } as const

/** However often a transcript changes meanwhile, it is measured once. */
export function queueMeasuring(
  tx: Executor,
  conversations: readonly AboutConversation[],
): Promise<void> {
  return addJobs(
    tx,
    conversations.map((one) => newJob(measureJob, one, { key: `measure ${one.conversationId}` })),
  )
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
    // Two jobs of one key in one statement are refused.
    const byConversation = new Map(
      events.map(({ workspaceId, payload }) => {
        const told = JSON.parse(payload) as { readonly conversation_id: string }
        const conversationId = told.conversation_id
        return [conversationId, { workspaceId, conversationId }]
      }),
    )
    await queueMeasuring(tx, [...byConversation.values()])
  },
}
