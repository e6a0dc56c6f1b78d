import { expect, test } from 'vitest'
import { announce, openJournal } from '../../../test/event-journal.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { silentLog } from '../log.ts'
import { relayAll } from './relay-batch.ts'
import { adoptRestoredEvents } from './restored.ts'

/** As if the rows came from a server whose transaction ids are a billion ahead. */
const age = `
  update event set xid = (xid::text::bigint + 1000000000)::text::xid8;
  update event_relay set relayed = replace(relayed::text, pg_snapshot_xmax(relayed)::text,
    (pg_snapshot_xmax(relayed)::text::bigint + 1000000000)::text)::pg_snapshot`

test('after a restore into another server, waiting and new events are relayed, old ones are not', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await app.db.transaction((tx) => announce(tx, 1))
  await relayAll(app.db, [journal.subscriber], 500)
  await app.db.transaction((tx) => announce(tx, 2))
  await app.db.pool.query(age)

  expect(await adoptRestoredEvents(app.db, silentLog)).toBe(true)
  await app.db.transaction((tx) => announce(tx, 3))
  await relayAll(app.db, [journal.subscriber], 500)
  expect(await journal.values()).toEqual([1, 2, 3])
})

test('a log of this server is left as it is', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  await app.db.transaction((tx) => announce(tx, 1))
  await relayAll(app.db, [journal.subscriber], 500)
  await app.db.transaction((tx) => announce(tx, 2))
  expect(await adoptRestoredEvents(app.db, silentLog)).toBe(false)
  await relayAll(app.db, [journal.subscriber], 500)
  expect(await journal.values()).toEqual([1, 2])
})
