import { randomUUID } from 'node:crypto'
import { v7 } from 'uuid'
import type { Database, Executor } from '../src/platform/db/database.ts'
import { statement } from '../src/platform/db/statement.ts'
import { emit, type Subscriber } from '../src/platform/events/event.ts'

/** A subscriber that writes what it is handed into a table, and a record to change. */
export async function openJournal(db: Database) {
  await db.pool.query(`create table journal (place bigint generated always as identity,
    event_id uuid not null, subject_id uuid not null, value int not null)`)
  await db.pool.query('create table record (id uuid primary key, value int not null)')
  return {
    subscriber: journalSubscriber('test-journal'),
    /** What was delivered, in order of delivery. */
    async read(): Promise<{ eventId: string; subjectId: string; value: number }[]> {
      const { rows } = await db.pool.query<{ eventId: string; subjectId: string; value: number }>(
        `select event_id as "eventId", subject_id as "subjectId", value from journal order by place`,
      )
      return rows
    },
    async values(): Promise<number[]> {
      return (await this.read()).map(({ value }) => value)
    },
  }
}

const writeEntries = statement(
  'write_journal',
  `insert into journal (event_id, subject_id, value)
   select * from unnest($1::uuid[], $2::uuid[], $3::int[])`,
)

export function journalSubscriber(name: string): Subscriber {
  return {
    name,
    events: ['test.changed'],
    async handle(tx, events) {
      await tx.run(writeEntries, [
        events.map(({ id }) => id),
        events.map(({ subjectId }) => subjectId),
        events.map(({ payload }) => (JSON.parse(payload) as { value: number }).value),
      ])
    },
  }
}

const someWorkspace = randomUUID()

type About = { readonly subjectId?: string; readonly workspaceId?: string }

/** Announces `value`, of a new subject and in some workspace unless others are given. */
export async function announce(
  tx: Executor,
  value: number,
  { subjectId = randomUUID(), workspaceId = someWorkspace }: About = {},
): Promise<void> {
  await emit(tx, {
    workspaceId,
    id: v7(),
    name: 'test.changed',
    subjectType: 'test',
    subjectId,
    actorUserId: null,
    data: { value },
  })
}

const increment = statement(
  'increment_record',
  'update record set value = value + 1 where id = $1 returning value',
)

/** Changes a record as a use case does: takes its row lock, then announces the new value. */
export async function changeRecord(
  tx: Executor,
  id: string,
  workspaceId: string = someWorkspace,
): Promise<number> {
  const [row] = await tx.run<{ value: number }>(increment, [id])
  const value = row?.value ?? 0
  await announce(tx, value, { subjectId: id, workspaceId })
  return value
}
