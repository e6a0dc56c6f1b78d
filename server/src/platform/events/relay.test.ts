import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { announce, changeRecord, openJournal } from '../../../test/event-journal.ts'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { openDatabase } from '../db/database.ts'
import { silentLog } from '../log.ts'
import { openMetrics } from '../metrics/metrics.ts'
import type { Subscriber } from './event.ts'
import { startRelay } from './relay.ts'

/** A node of its own: its own connections, its own relay. */
function startNode(url: string, subscribers: readonly Subscriber[]) {
  const db = openDatabase(url, silentLog)
  const metrics = openMetrics({ process: false })
  const relay = startRelay({ db, log: silentLog, metrics, subscribers })
  return {
    db,
    metrics,
    relay,
    async [Symbol.asyncDispose]() {
      await relay.stop()
      await db.close()
    },
  }
}

test('order per record and exactly one delivery hold with two relays and eight writers', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const records = Array.from({ length: 6 }, () => randomUUID()).sort()
  await app.db.pool.query('insert into record select unnest($1::uuid[]), 0', [records])
  await using one = startNode(app.url, [journal.subscriber])
  await using two = startNode(app.url, [journal.subscriber])
  const nodes = [one, two]

  const transactionsPerWriter = 150
  async function write(writer: number): Promise<void> {
    const node = nodes[writer % 2] ?? one
    for (let turn = 0; turn < transactionsPerWriter; turn += 1) {
      // One to three records in order of id, so that writers wait for each other without deadlock.
      const chosen = records.filter((_, index) => (turn * 7 + writer * 3 + index) % 3 === 0)
      const outcome = node.db.transaction(async (tx) => {
        // A first statement draws the transaction's id early, long before the records change.
        if (turn % 2 === 0) await announce(tx, -1)
        for (const record of chosen) await changeRecord(tx, record)
        if (turn % 10 === 9) throw new Error('rolled back')
      })
      const error: unknown = await outcome.catch((reason: unknown) => reason)
      expect(String(error)).toBe(turn % 10 === 9 ? 'Error: rolled back' : 'undefined')
      node.relay.wake()
    }
  }
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)))

  const { rows } = await app.db.pool.query<{ count: number }>('select count(*) from event')
  const count = rows[0]?.count ?? 0
  expect(count).toBeGreaterThan(2_000)
  const delivered = await eventually(
    () => journal.read(),
    ({ length }) => length >= count,
  )

  expect(new Set(delivered.map(({ eventId }) => eventId)).size).toBe(count)
  for (const record of records) {
    const values = delivered.filter(({ subjectId }) => subjectId === record)
    expect(values.map(({ value }) => value)).toEqual(values.map((_, index) => index + 1))
  }
  const relayed = await Promise.all(
    nodes.map(async ({ metrics }) => (await metrics.eventsRelayed.get()).values[0]?.value ?? 0),
  )
  expect(
    relayed.every((events) => events > 0),
    'both took part',
  ).toBe(true)
})

test('events are relayed within a moment of waking', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await using node = startNode(app.url, [journal.subscriber])
  const waitedMs: number[] = []
  for (const value of [1, 2, 3]) {
    await app.db.transaction((tx) => announce(tx, value))
    const committedAt = performance.now()
    node.relay.wake()
    await eventually(
      () => journal.values(),
      ({ length }) => length === value,
    )
    waitedMs.push(performance.now() - committedAt)
  }
  // The first may meet the poll by chance; whatever follows a poll would wait a second for the next.
  expect(Math.min(...waitedMs.slice(1))).toBeLessThan(700)
})

test('events that nobody told of are found by the poll', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await using _node = startNode(app.url, [journal.subscriber])
  await app.db.transaction((tx) => announce(tx, 1))
  const found = await eventually(
    () => journal.values(),
    ({ length }) => length === 1,
  )
  expect(found).toEqual([1])
})

test('a subscriber that fails is tried again until it succeeds, and nothing is skipped', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const batches: number[] = []
  let broken = true
  const failing: Subscriber = {
    name: 'test-failing',
    events: '*',
    async handle(_tx, events) {
      batches.push(events.length)
      const isBad = events.some(({ payload }) => payload === '{"value":30}')
      if (broken && isBad) throw new Error('one event is too much')
    },
  }
  for (let value = 1; value <= 40; value += 1) await app.db.transaction((tx) => announce(tx, value))
  await using node = startNode(app.url, [journal.subscriber, failing])
  node.relay.wake()

  // Batches shrink until the bad event stands alone: all before it are delivered, none after it.
  await eventually(
    () => journal.values(),
    ({ length }) => length === 29,
  )
  await eventually(
    () => batches.slice(-2),
    (last) => last.join() === '1,1',
  )
  const failures = await node.metrics.eventRelayFailures.get()
  expect(failures.values[0]).toMatchObject({ labels: { subscriber: 'test-failing' } })
  expect(failures.values[0]?.value).toBeGreaterThanOrEqual(3)

  broken = false
  const all = await eventually(
    () => journal.values(),
    ({ length }) => length === 40,
  )
  expect(all).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
})
