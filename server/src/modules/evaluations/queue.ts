import { z } from 'zod'
import type { Executor } from '../../platform/db/database.ts'
import type { Subscriber } from '../../platform/events/event.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { selectNext } from './work-queries.ts'

const conversations = z.object({ workspaceId: z.uuid(), conversationIds: z.array(z.uuid()) })
export type AboutConversations = z.infer<typeof conversations>

const evaluation = z.object({ workspaceId: z.uuid(), evaluationId: z.uuid() })
export type AboutEvaluation = z.infer<typeof evaluation>

/** What the background does; jobs.ts says how. */
export const beginJob = { name: 'begin-evaluations', payload: conversations } as const
export const evaluateJob = { name: 'evaluate-conversation', payload: evaluation } as const

/**
 * Has a conversation evaluated once, as soon as there is a transcript with words in it; those that came
 * together begin together.
 */
export const evaluateTranscripts: Subscriber = {
  name: 'evaluate-transcripts',
  events: ['transcript.generated', 'transcript.updated'],
  async handle(tx, events) {
    const wanted = new Map<string, Set<string>>()
    for (const { workspaceId, payload } of events) {
      const told = JSON.parse(payload) as Told
      if (told.word_count === 0) continue
      const ofWorkspace = wanted.get(workspaceId) ?? new Set()
      wanted.set(workspaceId, ofWorkspace.add(told.conversation_id))
    }
    await addJobs(
      tx,
      [...wanted].map(([workspaceId, ids]) =>
        newJob(beginJob, { workspaceId, conversationIds: [...ids] }),
      ),
    )
  },
}

type Told = { readonly conversation_id: string; readonly word_count: number }

export function queueEvaluation(tx: Executor, ...about: readonly AboutEvaluation[]): Promise<void> {
  const jobs = about.map((one) => newJob(evaluateJob, one, { key: `evaluate ${one.evaluationId}` }))
  return addJobs(tx, jobs)
}

/**
 * Queues as many of those that wait as there is room for: beyond its limit a workspace's evaluations
 * have no job, and so hold no worker, until one that ends hands over to them. The caller holds the
 * line of the workspace (`holdLine`).
 */
export async function startWaiting(tx: Executor, workspaceId: string): Promise<void> {
  const ids = await selectNext(tx, workspaceId)
  await queueEvaluation(tx, ...ids.map((evaluationId) => ({ workspaceId, evaluationId })))
}
