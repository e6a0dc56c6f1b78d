import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { announce, changeRecord, openJournal } from '../../../test/event-journal.ts'
import { openTransaction } from '../../../test/open-transaction.ts'
import { startTestApp } from '../../../test/test-app.ts'
import type { Executor } from '../db/database.ts'
import { relayAll, relayBatch } from './relay-batch.ts'

test('an event is relayed once, after its transaction has committed', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await app.db.transaction((tx) => announce(tx, 1))
  expect(await relayAll(app.db, [journal.subscriber], 500)).toBe(1)
  expect(await relayAll(app.db, [journal.subscriber], 500)).toBe(0)
  expect(await journal.values()).toEqual([1])
})

test('a transaction that is rolled back announces nothing', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const lost = await openTransaction(app.db, (tx) => announce(tx, 1))
  await app.db.transaction((tx) => announce(tx, 2))
  await relayBatch(app.db, [journal.subscriber], 500)
  await lost.end('rollback')
  await relayBatch(app.db, [journal.subscriber], 500)
  expect(await journal.values()).toEqual([2])
})

test('a transaction that commits late, with a lower id and seq, is relayed all the same', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const late = await openTransaction(app.db, (tx) => announce(tx, 1))
  await app.db.transaction((tx) => announce(tx, 2))
  await relayBatch(app.db, [journal.subscriber], 500)
  expect(await journal.values(), 'an open transaction holds nobody up').toEqual([2])
  await late.end('commit')
  await app.db.transaction((tx) => announce(tx, 3))
  await relayBatch(app.db, [journal.subscriber], 500)
  expect(await journal.values()).toEqual([2, 1, 3])
})

test('an older transaction that changes a record later is relayed later, whoever else is open', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const record = randomUUID()
  await app.db.pool.query('insert into record values ($1, 0)', [record])

  // Three transactions, in order of their ids; the oldest changes the record after the youngest.
  const oldest = await openTransaction(app.db, (tx) => announce(tx, 100))
  const bystander = await openTransaction(app.db, (tx) => announce(tx, 200))
  await app.db.transaction((tx) => changeRecord(tx, record))
  await changeRecord(oldest.tx, record)
  await oldest.end('commit')
  await relayBatch(app.db, [journal.subscriber], 500)
  await bystander.end('commit')
  await relayBatch(app.db, [journal.subscriber], 500)

  const ofRecord = (await journal.read()).filter(({ subjectId }) => subjectId === record)
  expect(ofRecord.map(({ value }) => value)).toEqual([1, 2])
  expect((await journal.values()).sort((a, b) => a - b)).toEqual([1, 2, 100, 200])
})

test('a window larger than a batch is gone on with, while new events wait their turn', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const late = await openTransaction(app.db, (tx) => announce(tx, 0))
  await app.db.transaction(async (tx) => {
    for (let value = 1; value <= 25; value += 1) await announce(tx, value)
  })
  expect(await relayBatch(app.db, [journal.subscriber], 10)).toEqual({ count: 10, more: true })
  await late.end('commit')
  await app.db.transaction((tx) => announce(tx, 26))
  expect(await relayBatch(app.db, [journal.subscriber], 10)).toEqual({ count: 10, more: true })
  expect(await relayBatch(app.db, [journal.subscriber], 10)).toEqual({ count: 5, more: true })
  expect(await relayBatch(app.db, [journal.subscriber], 10)).toEqual({ count: 2, more: false })
  const inOrder = Array.from({ length: 25 }, (_, index) => index + 1)
  expect(await journal.values()).toEqual([...inOrder, 0, 26])
})

test('a window that ends exactly with a batch is finished by the next look', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  for (let value = 1; value <= 10; value += 1) await app.db.transaction((tx) => announce(tx, value))
  expect(await relayBatch(app.db, [journal.subscriber], 10)).toEqual({ count: 10, more: true })
  await app.db.transaction((tx) => announce(tx, 11))
  expect(await relayAll(app.db, [journal.subscriber], 10)).toBe(1)
  expect(await journal.values()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
})

test('what a subscriber announces itself is relayed by the next batch', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const echo = {
    name: 'test-echo',
    events: ['test.changed'],
    async handle(tx: Executor, events: readonly { payload: string }[]) {
      for (const { payload } of events) {
        const { value } = JSON.parse(payload) as { value: number }
        if (value > 0) await announce(tx, -value)
      }
    },
  }
  // Ids drawn after the relay's own make the snapshot end beyond it.
  const other = await openTransaction(app.db, (tx) => announce(tx, 1))
  await app.db.transaction((tx) => announce(tx, 2))
  await relayAll(app.db, [journal.subscriber, echo], 500)
  await other.end('commit')
  await relayAll(app.db, [journal.subscriber, echo], 500)
  expect((await journal.values()).sort((a, b) => a - b)).toEqual([-2, -1, 1, 2])
})

test('when one subscriber fails nobody has got the events, and all get them again', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const failing = {
    name: 'test-failing',
    events: '*' as const,
    handle: () => Promise.reject(new Error('out of order')),
  }
  await app.db.transaction((tx) => announce(tx, 1))
  await expect(relayBatch(app.db, [journal.subscriber, failing], 500)).rejects.toMatchObject({
    name: 'SubscriberError',
    subscriber: 'test-failing',
    seqs: { count: 1 },
  })
  expect(await journal.values()).toEqual([])
  await relayBatch(app.db, [journal.subscriber], 500)
  expect(await journal.values()).toEqual([1])
})

test('a subscriber gets the names it asked for, and only one relay is at work', async () => {
  await using app = await startTestApp()
  await app.db.transaction((tx) => announce(tx, 1))
  const other = {
    name: 'test-other',
    events: ['test.other'],
    handle: () => Promise.reject(new Error('not asked for')),
  }
  const nested = {
    name: 'test-nested',
    events: '*' as const,
    async handle() {
      expect(await relayBatch(app.db, [], 500)).toBe('busy')
    },
  }
  expect(await relayAll(app.db, [other, nested], 500)).toBe(1)
})
