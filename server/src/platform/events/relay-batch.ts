import type { Database, Executor } from '../db/database.ts'
import type { Event, Subscriber } from './event.ts'
import { advanceRelay, getRelayPosition, listWindowEvents, tryLockRelay } from './queries.ts'

/** A subscriber threw; the batch was rolled back and will come again. */
export class SubscriberError extends Error {
  override readonly name = 'SubscriberError'
  readonly subscriber: string
  /** What the batch held, to find the event that is the cause. */
  readonly seqs: { readonly first: number; readonly last: number; readonly count: number }

  constructor(subscriber: string, events: readonly Event[], cause: unknown) {
    super(`Subscriber ${subscriber} failed: ${String(cause)}`, { cause })
    this.subscriber = subscriber
    const seqOf = (event: Event | undefined): number => event?.seq ?? 0
    this.seqs = { first: seqOf(events[0]), last: seqOf(events.at(-1)), count: events.length }
  }
}

export type Relayed = {
  /** Events handed out. */
  readonly count: number
  /** Whether more may wait that nobody will wake the relay for. */
  readonly more: boolean
}

/**
 * Relays the next events, at most `limit`, in one transaction; `busy` when another node is the relay
 * at this moment.
 *
 * A window is what one snapshot of the database sees committed and the one before it did not. Inside
 * it events go in order of seq. That keeps the order of each subject: of two transactions that
 * change one record, the second gets the row lock after the first has committed, so no snapshot sees
 * the second without the first, and it draws its seq later.
 */
export function relayBatch(
  db: Database,
  subscribers: readonly Subscriber[],
  limit: number,
): Promise<Relayed | 'busy'> {
  return db.transaction(async (tx) => {
    if (!(await tryLockRelay(tx))) return 'busy'
    const position = await getRelayPosition(tx)
    const events = await listWindowEvents(tx, position, limit)
    const last = events.at(-1)
    if (!last && !position.resuming) return { count: 0, more: false }
    await handOut(tx, subscribers, events)
    const unfinished = events.length >= limit
    const emitted = await advanceRelay(tx, position.target, unfinished ? last?.seq : undefined)
    // A window that was resumed began some time ago; events may have come since.
    return { count: events.length, more: unfinished || emitted || position.resuming }
  })
}

/** Relays until nothing is left, and answers how many events there were. */
export async function relayAll(
  db: Database,
  subscribers: readonly Subscriber[],
  limit: number,
): Promise<number> {
  let all = 0
  for (;;) {
    const relayed = await relayBatch(db, subscribers, limit)
    if (relayed === 'busy') continue
    all += relayed.count
    if (!relayed.more) return all
  }
}

async function handOut(
  tx: Executor,
  subscribers: readonly Subscriber[],
  events: readonly Event[],
): Promise<void> {
  for (const subscriber of subscribers) {
    const { events: names } = subscriber
    const wanted = names === '*' ? events : events.filter(({ name }) => names.includes(name))
    if (wanted.length === 0) continue
    try {
      await subscriber.handle(tx, wanted)
    } catch (error) {
      throw new SubscriberError(subscriber.name, wanted, error)
    }
  }
}
