import type { Executor } from '../db/database.ts'
import { statement } from '../db/statement.ts'

/** One fact of the log, as subscribers get it. */
export type Event = {
  readonly seq: number
  readonly id: string
  readonly workspaceId: string
  /** Past tense, such as `contact.created`. */
  readonly name: string
  readonly subjectType: string
  readonly subjectId: string
  readonly actorUserId: string | null
  /** The exact JSON of the event's data. */
  readonly payload: string
  /** RFC 3339, UTC. */
  readonly createdAt: string
}

export type NewEvent = Omit<Event, 'seq' | 'createdAt' | 'payload'> & { readonly data: unknown }

/**
 * Something that acts on events. `handle` gets them in order, in the relay's transaction: what it
 * writes through `tx` commits together with the relay's position, so it happens exactly once.
 * Anything else it does may be repeated after a crash. When it throws, nothing is marked as relayed
 * and all subscribers get the same events again: refuse an event only if it may succeed later.
 */
export type Subscriber = {
  readonly name: string
  /** Exact names, or `*` for all. */
  readonly events: readonly string[] | '*'
  handle(tx: Executor, events: readonly Event[]): Promise<void>
}

const insertEvent = statement(
  'insert_event',
  `insert into event (workspace_id, id, name, subject_type, subject_id, actor_user_id, payload)
   values ($1, $2, $3, $4, $5, $6, $7)`,
)

/**
 * Records an event in the caller's transaction: it is relayed if, and only if, that commits. Emit
 * after the statement that changed the subject: its row lock is what puts events of one subject in
 * order.
 */
export function emit(tx: Executor, { data, ...event }: NewEvent): Promise<void> {
  return emitJson(tx, { ...event, payload: JSON.stringify(data) })
}

const insertEvents = statement(
  'insert_events',
  `insert into event (workspace_id, id, name, subject_type, subject_id, actor_user_id, payload)
   select e."workspaceId", e.id, e.name, e."subjectType", e."subjectId", e."actorUserId", e.payload
   from json_to_recordset($1::json) as e("workspaceId" uuid, id uuid, name text, "subjectType" text,
     "subjectId" uuid, "actorUserId" uuid, payload text)`,
)

/** Several at once, in this order: one statement for all of them. */
export async function emitAll(
  tx: Executor,
  events: readonly Omit<Event, 'seq' | 'createdAt'>[],
): Promise<void> {
  if (events.length > 0) await tx.run(insertEvents, [JSON.stringify(events)])
}

/** What is emitted in transactions that gather it. */
const gathered = new WeakMap<Executor, Omit<Event, 'seq' | 'createdAt'>[]>()

/** Does the work, and records what it emits in this transaction at its end, in one statement. */
export async function gatherEvents<Result>(
  tx: Executor,
  work: () => Promise<Result>,
): Promise<Result> {
  const events: Omit<Event, 'seq' | 'createdAt'>[] = []
  gathered.set(tx, events)
  let result: Result
  try {
    result = await work()
  } finally {
    gathered.delete(tx)
  }
  await emitAll(tx, events)
  return result
}

/** Like {@link emit}, of data that is JSON already. */
export async function emitJson(
  tx: Executor,
  event: Omit<Event, 'seq' | 'createdAt'>,
): Promise<void> {
  const events = gathered.get(tx)
  if (events) {
    events.push(event)
    return
  }
  await tx.run(insertEvent, [
    event.workspaceId,
    event.id,
    event.name,
    event.subjectType,
    event.subjectId,
    event.actorUserId,
    event.payload,
  ])
}
