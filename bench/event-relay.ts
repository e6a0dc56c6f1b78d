import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Database, openDatabase } from '../server/src/platform/db/database.ts'
import { migrate } from '../server/src/platform/db/migrate.ts'
import { statement } from '../server/src/platform/db/statement.ts'
import type { Event } from '../server/src/platform/events/event.ts'
import { relayAll } from '../server/src/platform/events/relay-batch.ts'
import { silentLog } from '../server/src/platform/log.ts'

// `node bench/event-relay.ts postgres://user@host:port/postgres` on the machine of that server:
// drains the same backlog with the relay's window of snapshots, and with a mark on every event, the
// usual outbox. Decision: docs/decisions/0002-event-relay.md.

const backlog = 100_000
const batchSize = 500
const rounds = 3
const msPerTick = 10

const takeMarked = statement(
  'take_unmarked_events',
  `with taken as (
     select workspace_id, id from event where not marked order by seq limit $1
     for update skip locked)
   update event set marked = true from taken
   where event.workspace_id = taken.workspace_id and event.id = taken.id
   returning seq, event.id, event.workspace_id as "workspaceId", name,
     subject_type as "subjectType", subject_id as "subjectId", actor_user_id as "actorUserId",
     payload, iso(created_at) as "createdAt"`,
)

/** The alternative: takes, hands out and marks a batch in one transaction. */
function relayMarked(db: Database): Promise<number> {
  return db.transaction(async (tx) => {
    const events = await tx.run<Event>(takeMarked, [batchSize])
    events.sort((one, other) => one.seq - other.seq)
    return events.length
  })
}

const subscriber = { name: 'bench', events: '*' as const, handle: async () => {} }
const contenders = {
  'window of snapshots': (db: Database) => relayAll(db, [subscriber], batchSize),
  'mark on every event': relayMarked,
}

const server = process.argv[2] ?? ''
const name = `bench_${randomUUID().replaceAll('-', '')}`
const url = new URL(server)
url.pathname = `/${name}`
const admin = openDatabase(server, silentLog)
await admin.pool.query(`create database ${name}`)
await migrate(url.href)
const db = openDatabase(url.href, silentLog)
await db.pool.query('alter table event add column marked boolean not null default false')

try {
  for (let round = 1; round <= rounds; round += 1) {
    for (const [contender, relay] of Object.entries(contenders)) {
      await fill(contender === 'mark on every event')
      const measured = await measure(relay)
      process.stdout.write(`${round}  ${contender.padEnd(22)}${measured}\n`)
    }
  }
} finally {
  await db.close()
  await admin.pool.query(`drop database ${name} with (force)`)
  await admin.close()
}

/** A backlog of 100,000 events from 1,000 transactions. */
async function fill(marked: boolean): Promise<void> {
  await db.pool.query('truncate event')
  await db.pool.query('drop index if exists event_unmarked')
  if (marked) await db.pool.query('create index event_unmarked on event (seq) where not marked')
  const payload = JSON.stringify({ note: 'x'.repeat(600) })
  for (let transaction = 0; transaction < 1_000; transaction += 1) {
    await db.pool.query(
      `insert into event (workspace_id, id, name, subject_type, subject_id, payload)
       select $1, uuidv7(), 'contact.updated', 'contact', uuidv7(), $2 from generate_series(1, $3)`,
      [randomUUID(), payload, backlog / 1_000],
    )
  }
  await db.pool.query('vacuum analyze event')
  await db.pool.query('checkpoint')
}

async function measure(relay: (db: Database) => Promise<number>): Promise<string> {
  const before = await usage()
  const startedAt = performance.now()
  let relayed = 0
  for (;;) {
    const events = await relay(db)
    if (events === 0) break
    relayed += events
  }
  const seconds = (performance.now() - startedAt) / 1000
  const after = await usage()
  if (relayed !== backlog) throw new Error(`${relayed} events relayed of ${backlog}`)
  const each = (key: keyof typeof before): string =>
    ((after[key] - before[key]) / backlog).toFixed(1)
  return (
    `${Math.round(backlog / seconds)} events/s   CPU per event: node ${each('nodeUs')} µs, ` +
    `postgres ${each('postgresUs')} µs   log ${each('walBytes')} bytes per event`
  )
}

async function usage(): Promise<{ nodeUs: number; postgresUs: number; walBytes: number }> {
  const { rows } = await db.pool.query<{ pid: number; wal: string }>(
    `select pid, (pg_current_wal_lsn() - '0/0')::text as wal from pg_stat_activity
     where datname = current_database()`,
  )
  let ticks = 0
  for (const { pid } of rows) {
    const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
    ticks += Number(fields[11]) + Number(fields[12])
  }
  const { user, system } = process.cpuUsage()
  return {
    nodeUs: user + system,
    postgresUs: ticks * msPerTick * 1000,
    walBytes: Number(rows[0]?.wal ?? 0),
  }
}
