import type { Context } from '../../context.ts'
import { bodyOf } from './body-rules.ts'
import { agentBodyOf } from './agent-body-rules.ts'
import { closeEndpoint, openEndpoint } from './endpoint.ts'
import { selectEndpoints } from './endpoint-queries.ts'
import { insertMessages } from './fan-out-queries.ts'
import { touchLane } from './lane-queries.ts'
import { insertEndedTest, restoreFailed, selectDelivery } from './manual-queries.ts'
import { freeNext, recordAttempts } from './record-queries.ts'
import { type Sent, sendOnce } from './send.ts'

type EndpointKey = { readonly workspaceId: string; readonly endpointId: string }

/** What an attempt that somebody asked for came to. */
export type ManualAttempt = {
  readonly deliveryId: string
  readonly messageId: string
  readonly succeeded: boolean
  /** Times in ms, headers as JSON, bodies in base64, as in the log of attempts. */
  readonly attempt: Omit<Sent, 'succeeded' | 'retryAfter' | 'isAborted'> & {
    readonly number: number
    readonly trigger: 'manual' | 'test'
  }
}

/**
 * Sends an event that did not happen, at once and once, even to an endpoint that is off. It is in the
 * log like others, but says nothing about the endpoint's health. Undefined: there is no such endpoint.
 */
export async function sendTest(
  context: Context,
  wish: EndpointKey & { readonly event: string; readonly data: unknown },
): Promise<ManualAttempt | undefined> {
  const { db, newId, now } = context
  const { workspaceId, endpointId, event, data } = wish
  const [row] = await selectEndpoints(db, [wish])
  if (!row) return undefined
  const messageId = newId()
  const deliveryId = newId()
  const told = { id: messageId, workspaceId, event, timestamp: now().toISOString(), data }
  const body = row.kind === 'agent' ? agentBodyOf(told) : bodyOf(told)
  await db.transaction(async (tx) => {
    const subjectId = messageId
    await insertMessages(tx, [
      {
        workspaceId,
        id: messageId,
        event,
        subjectType: 'test',
        subjectId,
        timestamp: told.timestamp,
        body,
      },
    ])
    await insertEndedTest(tx, { workspaceId, endpointId, id: deliveryId, messageId, event })
  })
  return attemptNow(context, wish, { id: deliveryId, messageId, body: Buffer.from(body) }, 'test')
}

/**
 * Makes one attempt of a delivery at once, whatever became of it, with the present secret. A success
 * ends it; a failure changes nothing. Undefined: there is no such delivery.
 */
export async function retryDelivery(
  context: Context,
  wish: EndpointKey & { readonly deliveryId: string },
): Promise<ManualAttempt | undefined> {
  const delivery = await selectDelivery(context.db, wish)
  if (!delivery) return undefined
  return attemptNow(context, wish, delivery, 'manual')
}

type Delivery = {
  readonly id: string
  readonly messageId: string
  readonly body: Buffer | null
  readonly subjectId?: string
  readonly sequence?: number | null
}

async function attemptNow(
  context: Context,
  { workspaceId, endpointId }: EndpointKey,
  delivery: Delivery,
  trigger: 'manual' | 'test',
): Promise<ManualAttempt | undefined> {
  const { db, now } = context
  const [row] = await selectEndpoints(db, [{ workspaceId, endpointId }])
  if (!row) return undefined
  const endpoint = openEndpoint(context, row)
  const { id, messageId, body, subjectId, sequence } = delivery
  const sent = await sendOnce(endpoint, { id: messageId, body }, now())
  closeEndpoint(endpoint)
  const { succeeded, retryAfter: _retryAfter, isAborted: _isAborted, ...kept } = sent
  const state = succeeded ? ('succeeded' as const) : null
  const record = { ...kept, workspaceId, endpointId, deliveryId: id, trigger, state, waitMs: null }
  const number = await db.transaction(async (tx) => {
    // Whoever waits behind this event is freed under the lane's lock.
    await touchLane(tx, { workspaceId, endpointId })
    const [recorded] = await recordAttempts(tx.run, [record])
    if (succeeded && subjectId !== undefined && sequence != null) {
      await freeNext(tx, { workspaceId, endpointId, subjectId })
    }
    return recorded?.number ?? 1
  })
  return { deliveryId: id, messageId, succeeded, attempt: { ...kept, number, trigger } }
}

/** Everything that failed for good since then is tried again, by the schedule. Answers how many. */
export function recoverDeliveries(
  { db }: Context,
  wish: EndpointKey & { readonly since: Date },
): Promise<number> {
  return db.transaction(async (tx) => {
    await touchLane(tx, wish)
    return restoreFailed(tx, wish)
  })
}
