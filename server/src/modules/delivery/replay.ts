import { z } from 'zod'
import type { Context } from '../../context.ts'
import { matchesName } from '../../platform/events/event-filter.ts'
import { job, newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { deliveryIdOf } from './delivery-id.ts'
import { matchesOf, queueDeliveries, subscribed } from './fan-out.ts'
import {
  selectEventsToReplay,
  selectKnownDeliveries,
  selectSubscription,
} from './replay-queries.ts'

/** Events looked at in one transaction. */
const eventsAtOnce = 500

export const replayJob = job({
  name: 'replay-webhook-events',
  payload: z.object({
    workspaceId: z.uuid(),
    endpointId: z.uuid(),
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    /** Names or patterns; null for all that the endpoint wants. */
    events: z.array(z.string()).nullable(),
    afterSeq: z.number().int(),
  }),
  /** Goes on with itself, part by part: what is done commits with the wish for the rest. */
  async handle({ db }: Context, wish) {
    await db.transaction(async (tx) => {
      const endpoint = await selectSubscription(tx, wish.workspaceId, wish.endpointId)
      if (!endpoint) return
      const found = await selectEventsToReplay(tx, { ...wish, limit: eventsAtOnce })
      const { events } = wish
      const wanted = found
        .filter(({ name }) => events === null || matchesName(events, name))
        .flatMap((event) => matchesOf(event, [subscribed(endpoint)]))
      const known = await selectKnownDeliveries(
        tx,
        wish,
        wanted.map(({ event }) => deliveryIdOf(endpoint.id, event.id)),
      )
      const matches = wanted.filter(({ event }) => !known.has(deliveryIdOf(endpoint.id, event.id)))
      if (matches.length > 0) await queueDeliveries(tx, matches, 'replay')
      const last = found.at(-1)
      if (!last || found.length < eventsAtOnce) return
      await addJobs(tx, [newJob(replayJob, { ...wish, afterSeq: last.seq })])
    })
  },
})

type ReplayWish = {
  readonly workspaceId: string
  readonly endpointId: string
  readonly since: Date
  /** Now unless said. */
  readonly until?: Date
  readonly events?: readonly string[]
}

/**
 * Sends the events of a time that the endpoint wants and never got: from before it was made, from when
 * it was off, or from before its filters were changed. Each is sent once, however often this is asked.
 */
export async function queueReplay({ db, now }: Context, wish: ReplayWish): Promise<void> {
  const { workspaceId, endpointId, since, until = now(), events } = wish
  await addJobs(db, [
    newJob(replayJob, {
      workspaceId,
      endpointId,
      since: since.toISOString(),
      until: until.toISOString(),
      events: events ? [...events] : null,
      afterSeq: 0,
    }),
  ])
}
