import { expect, test } from 'vitest'
import { z } from 'zod'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { silentLog } from '../log.ts'
import { job, newJob } from './job.ts'
import { addJobs, countJobs, releaseLostJobs } from './queries.ts'
import { startWorker } from './worker.ts'

/** A job that notes what it was given. */
function noteJob(noted: string[]) {
  return job({
    name: 'note-word',
    payload: z.object({ word: z.string() }),
    async handle(_context: unknown, { word }) {
      noted.push(word)
    },
  })
}

function partsFor(app: TestApp) {
  return { context: app.context, db: app.db, log: silentLog, metrics: app.context.metrics }
}

test('a job runs once when its transaction commits, and never when it is rolled back', async () => {
  const noted: string[] = []
  const note = noteJob(noted)
  await using app = await startTestApp({ jobs: [note] })
  await app.db.transaction((tx) =>
    addJobs(tx, [newJob(note, { word: 'one' }), newJob(note, { word: 'two' })]),
  )
  const undone = app.db.transaction(async (tx) => {
    await addJobs(tx, [newJob(note, { word: 'never' })])
    throw new Error('rolled back')
  })
  await expect(undone).rejects.toThrow('rolled back')
  await app.drain()
  await app.drain()
  expect(noted).toEqual(['one', 'two'])
})

test('a payload that the job does not take is refused when it is added', () => {
  const note = noteJob([])
  expect(() => newJob(note, { word: 7 } as never)).toThrow('expected string')
})

test('a job with a key that waits is replaced, and one for later waits', async () => {
  const noted: string[] = []
  const note = noteJob(noted)
  await using app = await startTestApp({ jobs: [note] })
  await app.db.transaction(async (tx) => {
    await addJobs(tx, [newJob(note, { word: 'old' }, { key: 'greeting' })])
    await addJobs(tx, [newJob(note, { word: 'new' }, { key: 'greeting' })])
    const tomorrow = new Date(Date.now() + 86_400_000)
    await addJobs(tx, [newJob(note, { word: 'later' }, { runAt: tomorrow })])
  })
  await app.drain()
  expect(noted).toEqual(['new'])
  expect(await countJobs(app.db)).toEqual({ waiting: 0, scheduled: 1, running: 0, failed: 0 })
})

test('a job that fails is kept for another try, and counted', async () => {
  const failing = job({
    name: 'fail-always',
    payload: z.object({}),
    maxAttempts: 1,
    handle: () => Promise.reject(new Error('no luck')),
  })
  await using app = await startTestApp({ jobs: [failing] })
  await addJobs(app.db, [newJob(failing, {})])
  await addJobs(app.db, [newJob({ ...failing, maxAttempts: 5 }, {})])
  await app.drain()
  expect(await countJobs(app.db)).toMatchObject({ waiting: 0, scheduled: 1, failed: 1 })
  const text = await app.context.metrics.registry.metrics()
  expect(text).toContain('parley_job_duration_seconds_count{job="fail-always",outcome="failed"} 2')
})

test('a running worker takes new jobs at once, and hears the second channel', async () => {
  const noted: string[] = []
  let heard = 0
  const note = noteJob(noted)
  await using app = await startTestApp()
  const worker = await startWorker({
    ...partsFor(app),
    jobs: [note],
    hear: [
      {
        channel: 'test_channel',
        notified: () => {
          heard += 1
        },
      },
    ],
  })
  try {
    // It has its name once it listens; until then it would find the job by looking every 5 s.
    await eventually(
      () =>
        app.db.pool.query(
          `select from pg_stat_activity
           where datname = current_database() and application_name ~ '^parley-jobs .'`,
        ),
      ({ rowCount }) => rowCount === 1,
    )
    await addJobs(app.db, [newJob(note, { word: 'now' })])
    await eventually(
      () => noted,
      (words) => words.length === 1,
      4_000,
    )
    await eventually(
      async () => {
        await app.db.pool.query("select pg_notify('test_channel', '')")
        return heard
      },
      (count) => count > 0,
    )
    expect(noted).toEqual(['now'])
  } finally {
    await worker.stop(1_000)
  }
})

test('stopping waits for jobs that run, and takes no others', async () => {
  const done: string[] = []
  let begun = 0
  const slow = job({
    name: 'take-a-while',
    payload: z.object({}),
    async handle() {
      begun += 1
      await eventually(() => stopping, Boolean)
      done.push('finished')
    },
  })
  let stopping = false
  await using app = await startTestApp()
  const worker = await startWorker({ ...partsFor(app), jobs: [slow] })
  await addJobs(
    app.db,
    Array.from({ length: 10 }, () => newJob(slow, {})),
  )
  await eventually(
    () => begun,
    (count) => count === 4,
  )
  const stopped = worker.stop(5_000)
  stopping = true
  await stopped
  expect(done).toHaveLength(4)
  expect(await countJobs(app.db)).toEqual({ waiting: 6, scheduled: 0, running: 0, failed: 0 })
})

test('a job that does not end within the deadline is given back to be tried again', async () => {
  let begun = false
  const endless = job({
    name: 'never-end',
    payload: z.object({}),
    async handle() {
      begun = true
      await new Promise(() => {})
    },
  })
  await using app = await startTestApp()
  const worker = await startWorker({ ...partsFor(app), jobs: [endless] })
  await addJobs(app.db, [newJob(endless, {})])
  await eventually(() => begun, Boolean)
  await worker.stop(100)
  expect(await countJobs(app.db)).toMatchObject({ running: 0, scheduled: 1 })
})

test('jobs of a worker that died are given back, those of a living one are not', async () => {
  const noted: string[] = []
  const note = noteJob(noted)
  let begun = false
  let mayEnd = false
  const slow = job({
    name: 'take-a-while',
    payload: z.object({}),
    async handle() {
      begun = true
      await eventually(() => mayEnd, Boolean)
    },
  })
  await using app = await startTestApp({ jobs: [note] })
  const worker = await startWorker({ ...partsFor(app), jobs: [slow] })
  await addJobs(app.db, [newJob(slow, {}), newJob(note, { word: 'orphan' })])
  await eventually(() => begun, Boolean)
  await app.db.pool.query(
    `update graphile_worker._private_jobs set locked_by = coalesce(locked_by, 'pool-dead'),
       locked_at = now() - interval '1 minute'`,
  )
  const lost = await eventually(
    () => releaseLostJobs(app.db),
    (names) => names.length > 0,
  )
  expect(lost).toEqual(['pool-dead'])
  expect(await countJobs(app.db)).toMatchObject({ waiting: 1, running: 1 })
  mayEnd = true
  await worker.stop(2_000)
  await app.drain()
  expect(noted).toEqual(['orphan'])
})

/** Sessions of the queue that wait for a lock in a statement with these words. */
async function waitingIn(app: TestApp, words: string): Promise<number[]> {
  const { rows } = await app.db.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database()
       and application_name like 'parley-jobs%' and wait_event_type = 'Lock' and query like $1`,
    [`%${words}%`],
  )
  return rows.map(({ pid }) => pid)
}

test('a worker whose connections broke as it looked for its first jobs runs jobs all the same', async () => {
  const noted: string[] = []
  const note = noteJob(noted)
  await using app = await startTestApp()
  // The queue first writes down what its tasks are called; here that has to wait.
  const holder = await app.db.pool.connect()
  await holder.query('begin')
  await holder.query('lock table graphile_worker._private_tasks in share row exclusive mode')
  const worker = await startWorker({ ...partsFor(app), jobs: [note] })
  try {
    await eventually(
      () => waitingIn(app, '_private_tasks'),
      ({ length }) => length === 1,
    )
    await app.db.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'parley-jobs%'`,
    )
    await holder.query('rollback')
    await addJobs(app.db, [newJob(note, { word: 'first' })])
    await eventually(
      () => noted,
      ({ length }) => length === 1,
    )
    expect(noted).toEqual(['first'])
  } finally {
    holder.release(true)
    await worker.stop(1_000)
  }
})

test('jobs go on after one could not be noted as done while others ran on', async () => {
  const begun = new Set<string>()
  const mayEnd = new Set<string>()
  const slow = job({
    name: 'take-a-while',
    payload: z.object({ word: z.string() }),
    async handle(_context: unknown, { word }) {
      begun.add(word)
      await eventually(() => mayEnd.has(word), Boolean)
    },
  })
  await using app = await startTestApp()
  const left = async (): Promise<number> => {
    const { running } = await countJobs(app.db)
    return running
  }
  const worker = await startWorker({ ...partsFor(app), jobs: [slow] })
  const holder = await app.db.pool.connect()
  try {
    const words = ['a', 'b', 'c', 'd']
    await addJobs(
      app.db,
      words.map((word) => newJob(slow, { word })),
    )
    await eventually(
      () => begun.size,
      (count) => count === 4,
    )
    await holder.query('begin')
    await holder.query(
      `select from graphile_worker._private_jobs where payload ->> 'word' = 'a' for update`,
    )
    mayEnd.add('a')
    const [pid] = await eventually(
      () => waitingIn(app, 'delete from'),
      ({ length }) => length === 1,
    )
    await app.db.pool.query('select pg_terminate_backend($1)', [pid])
    await holder.query('rollback')
    for (const [index, word] of ['b', 'c', 'd'].entries()) {
      mayEnd.add(word)
      await eventually(left, (count) => count === 3 - index)
    }
    await addJobs(app.db, [newJob(slow, { word: 'later' })])
    mayEnd.add('later')
    await eventually(
      () => begun,
      (words) => words.has('later'),
    )
    expect(begun).toContain('later')
  } finally {
    holder.release(true)
    await worker.stop(1_000)
  }
})

test('a job that was claimed and never arrived is given back by a worker that is alive; one that runs is not', async () => {
  const noted: string[] = []
  const note = noteJob(noted)
  let mayEnd = false
  let begun = 0
  const slow = job({
    name: 'take-a-while',
    payload: z.object({}),
    async handle() {
      begun += 1
      await eventually(() => mayEnd, Boolean)
    },
  })
  await using app = await startTestApp()
  const parts = { ...partsFor(app), jobs: [note, slow], lostEveryMs: 200 }
  const worker = await startWorker(parts)
  try {
    const tomorrow = new Date(Date.now() + 86_400_000)
    await addJobs(app.db, [
      newJob(slow, {}),
      newJob(note, { word: 'claimed' }, { runAt: tomorrow, queue: 'words' }),
    ])
    await eventually(() => begun, Boolean)
    // As if the answer to the claim had been lost with its connection.
    await app.db.pool.query(
      `with claim as (
         update graphile_worker._private_jobs set locked_at = now() - interval '1 minute',
           run_at = now(), locked_by = (select locked_by from graphile_worker._private_jobs
             where locked_by is not null)
         returning job_queue_id, locked_by)
       update graphile_worker._private_job_queues set locked_at = now(), locked_by = claim.locked_by
       from claim where id = claim.job_queue_id`,
    )
    await eventually(
      () => noted,
      ({ length }) => length === 1,
    )
    expect(noted).toEqual(['claimed'])
    const counts = await eventually(
      () => countJobs(app.db),
      ({ running }) => running < 2,
    )
    expect(counts).toMatchObject({ waiting: 0, running: 1 })
    expect(begun).toBe(1)
  } finally {
    mayEnd = true
    await worker.stop(2_000)
  }
})
