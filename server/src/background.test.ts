import { parseCronItems } from 'graphile-worker'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { announce, openJournal } from '../test/event-journal.ts'
import { eventually } from '../test/eventually.ts'
import { startTestApp, type TestApp } from '../test/test-app.ts'
import { startBackground } from './background.ts'
import { readConfig } from './config.ts'
import type { Context } from './context.ts'
import { partsOf } from './parts.ts'
import { openDatabase } from './platform/db/database.ts'
import { addJobs } from './platform/jobs/queries.ts'
import { job, newJob } from './platform/jobs/job.ts'
import { silentLog } from './platform/log.ts'

function withRoles(app: TestApp, roles: string): Context {
  return { ...app.context, config: readConfig({ ROLES: roles }) }
}

test('a process with the api role alone has its events relayed by the worker, without the poll', async () => {
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const parts = { subscribers: [journal.subscriber], jobs: [] }
  const worker = await startBackground(withRoles(app, 'worker'), parts)
  const api = await startBackground(withRoles(app, 'api'), parts)
  try {
    const waitedMs: number[] = []
    for (const value of [1, 2, 3]) {
      await app.db.transaction((tx) => announce(tx, value))
      const committedAt = performance.now()
      api.wake()
      await eventually(
        () => journal.values(),
        ({ length }) => length === value,
      )
      waitedMs.push(performance.now() - committedAt)
    }
    // The first may meet the poll by chance; whatever follows a poll would wait a second for the next.
    expect(Math.min(...waitedMs.slice(1))).toBeLessThan(700)
  } finally {
    await api.stop()
    await worker.stop()
  }
})

test('events are relayed and jobs run again after the database dropped every connection', async () => {
  const noted: string[] = []
  const note = job({
    name: 'note-word',
    payload: z.object({ word: z.string() }),
    async handle(_context: Context, { word }) {
      noted.push(word)
    },
  })
  await using app = await startTestApp()
  const journal = await openJournal(app.db)
  const parts = { subscribers: [journal.subscriber], jobs: [note] }
  const background = await startBackground(withRoles(app, 'worker'), parts)
  const outsider = openDatabase(app.url, silentLog)
  try {
    await outsider.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    await outsider.transaction((tx) => announce(tx, 1))
    await addJobs(outsider, [newJob(note, { word: 'again' })])
    background.wake()
    await eventually(
      () => journal.values().catch(() => []),
      ({ length }) => length === 1,
    )
    // A job that the lost connections had claimed is given back within 70 s.
    await eventually(
      () => noted,
      ({ length }) => length === 1,
      80_000,
    )
    expect(noted).toEqual(['again'])
  } finally {
    await background.stop()
    await outsider.close()
  }
}, 120_000)

test('counts are folded where something happened', async () => {
  await using app = await startTestApp()
  const background = await startBackground(withRoles(app, 'api,worker'))
  try {
    await app.db.transaction(async (tx) => {
      await announce(tx, 1)
      await app.db.pool.query(
        `insert into tally select workspace_id, 'contact', 1
         from generate_series(1, 200), (select gen_random_uuid() as workspace_id) w`,
      )
    })
    await app.db.pool.query(
      "update tally set workspace_id = (select workspace_id from event where name = 'test.changed')",
    )
    background.wake()
    const [tally] = await eventually(
      async () => (await app.db.pool.query<{ delta: number }>('select delta from tally')).rows,
      ({ length }) => length === 1,
    )
    expect(tally).toEqual({ delta: 200 })
  } finally {
    await background.stop()
  }
})

test('events older than 30 days are purged by night, but only those that were relayed', async () => {
  let now = new Date()
  await using app = await startTestApp({ now: () => now })
  for (const value of [1, 2]) {
    await app.db.transaction((tx) => announce(tx, value))
  }
  await app.drain()
  await app.db.transaction((tx) => announce(tx, 3))
  await app.db.pool.query(
    "update event set created_at = now() - interval '40 days' where payload not like '%2}'",
  )
  const [purge] = partsOf(app.context).jobs.filter(({ name }) => name === 'purge-events')
  if (!purge) throw new Error('there is no such job')

  await purge.handle(app.context, {}, { signal: new AbortController().signal, attempt: 1 })
  const { rows } = await app.db.pool.query<{ payload: string }>(
    "select payload from event where name = 'test.changed'",
  )
  expect(rows.map(({ payload }) => payload).sort()).toEqual(['{"value":2}', '{"value":3}'])

  now = new Date(now.getTime() + 31 * 86_400_000)
  await addJobs(app.db, [newJob(purge, {})])
  await app.drain()
  const { rows: left } = await app.db.pool.query<{ payload: string }>(
    "select payload from event where name = 'test.changed'",
  )
  expect(left, 'the newest was relayed by the drain just now').toEqual([])
})

test('every recurring job has a schedule that the queue understands, and a name of its own', async () => {
  await using app = await startTestApp()
  const { jobs } = partsOf(app.context)
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length)
  const items = jobs.flatMap(({ name, schedule }) =>
    schedule ? [{ task: name, match: schedule }] : [],
  )
  expect(items.length).toBeGreaterThan(0)
  expect(parseCronItems(items)).toHaveLength(items.length)
})
