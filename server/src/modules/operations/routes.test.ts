import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { eventually } from '../../../test/eventually.ts'
import { runServerFrom } from '../../../test/operators.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import type { Context } from '../../context.ts'
import { verifyBackup } from '../../platform/backup/restore-backup.ts'
import { job, newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { startHeartbeat } from './index.ts'

async function startOperated(options: Parameters<typeof startTestApp>[0] = {}) {
  const app = await startTestApp(options)
  await runServerFrom(app)
  return app
}

const doors = [
  ['GET', ''],
  ['GET', '/storage'],
  ['GET', '/failed-jobs'],
  ['POST', '/failed-jobs/retry'],
  ['POST', '/failed-jobs/discard'],
  ['GET', '/backup'],
] as const

async function knock(app: TestApp, key: string): Promise<number[]> {
  const statuses: number[] = []
  for (const [method, path] of doors) {
    const body = method === 'POST' ? { ids: ['1'] } : undefined
    const url = `/functions/v1/operations${path}`
    statuses.push((await app.call(method, url, { key, body })).status)
  }
  return statuses
}

const refused = doors.map(() => 403)

test('nobody but owners of the workspace that runs the server sees any of it', async () => {
  await using app = await startOperated()
  const { workspaceId } = app.owner
  // An owner with every right, of a workspace beside it.
  const other = await app.newWorkspace()
  expect(await knock(app, other.apiKey)).toEqual(refused)
  const { userId } = await app.newMember(workspaceId, 'admin')
  const scopes = ['read', 'write', 'delete', 'admin'] as const
  expect(await knock(app, await app.newKey({ workspaceId, userId, scopes: [...scopes] }))).toEqual(
    refused,
  )
  // A key of the right owner that may only read.
  const narrow = await app.newKey({ workspaceId, userId: app.owner.userId, scopes: ['read'] })
  expect(await knock(app, narrow)).toEqual(refused)
  expect(await knock(app, app.owner.apiKey)).toEqual(doors.map(() => 200))
})

test('an app of which nobody was named runs itself: no owner is let in by chance', async () => {
  await using app = await startTestApp()
  expect(await knock(app, app.owner.apiKey)).toEqual(refused)
  expect(await app.client.me.get()).toMatchObject({ operates_server: false })
  await runServerFrom(app)
  expect(await app.client.me.get()).toMatchObject({ operates_server: true })
})

test('the server tells how it is: checks, processes, events by subscriber, queues', async () => {
  await using app = await startOperated()
  const heartbeat = startHeartbeat(app.context)
  try {
    const state = await eventually(
      () => app.client.operations.get(),
      ({ nodes }) => nodes.length === 1,
    )
    expect(state).toMatchObject({
      version: expect.any(String) as string,
      postgres_version: expect.stringMatching(/^1[89]|^[2-9]\d/) as string,
      nodes: [{ pid: process.pid, roles: ['api', 'worker'], is_alive: true, is_this: true }],
      events: { waiting: 0 },
      deliveries: { waiting: 0, lag_s: 0 },
    })
    // The disk of whoever runs the tests may be full.
    const wrong = state.checks.filter(({ name, ok }) => !ok && name !== 'disk')
    expect(wrong).toEqual([])
    expect(state.events.subscribers.map(({ name }) => name)).toContain('webhooks')
  } finally {
    await heartbeat.stop()
  }
  expect((await app.client.operations.get()).nodes).toEqual([])
})

test('what a paused webhook keeps back is not due; once it goes on, it is', async () => {
  await using app = await startOperated({ environment: { OUTBOUND_ALLOW: '127.0.0.1' } })
  const url = 'http://127.0.0.1:9/'
  const { id } = await app.client.webhooks.create({ url, events: ['contact.created'] })
  await app.client.webhooks.pause(id)
  await app.client.contacts.create({ first_name: 'Nadia', email: 'nadia@lumen.example' })
  await app.drain()
  expect((await app.client.webhooks.deliveries(id)).data).toMatchObject([{ status: 'pending' }])
  expect((await app.client.operations.get()).deliveries).toEqual({ waiting: 0, lag_s: 0 })

  await app.client.webhooks.resume(id)
  expect((await app.client.operations.get()).deliveries).toMatchObject({ waiting: 1 })
})

test('a process that died without a word is told of', async () => {
  await using app = await startOperated()
  await app.db.pool.query(
    `insert into server_node (id, host, pid, version, roles, started_at, seen_at)
     values ($1, 'elsewhere', 1, '0.0.1', '{worker}', now() - interval '1 day', now() - interval '5 minutes')`,
    [app.context.newId()],
  )
  const { nodes, checks } = await app.client.operations.get()
  expect(nodes).toMatchObject([{ host: 'elsewhere', is_alive: false, is_this: false }])
  expect(checks).toContainEqual({ name: 'nodes', ok: false, value: 1 })
})

test('a job that failed for good is shown with its error, tried again, and deleted', async () => {
  let isBroken = true
  const done: string[] = []
  const fragile = job({
    name: 'fragile-work',
    payload: z.object({ word: z.string() }),
    maxAttempts: 1,
    async handle(_context: Context, { word }) {
      if (isBroken) throw new Error(`no luck with it`)
      done.push(word)
    },
  })
  await using app = await startOperated({ jobs: [fragile] })
  await addJobs(app.db, [newJob(fragile, { word: 'one' }), newJob(fragile, { word: 'two' })])
  await app.drain()
  const failed = await app.client.operations.failedJobs({ name: 'fragile-work' })
  expect(failed).toMatchObject([
    { name: 'fragile-work', attempts: 1, error: expect.stringContaining('no luck') as string },
    { name: 'fragile-work' },
  ])
  const { jobs, checks } = await app.client.operations.get()
  expect(jobs).toContainEqual({
    name: 'fragile-work',
    waiting: 0,
    scheduled: 0,
    running: 0,
    failed: 2,
    oldest_at: null,
  })
  expect(checks).toContainEqual({ name: 'jobs', ok: false, value: 2 })

  isBroken = false
  const [last, first] = failed.map(({ id }) => id)
  expect(await app.client.operations.retryJobs({ ids: [first ?? '', '999999'] })).toEqual({
    count: 1,
  })
  await app.drain()
  expect(done).toHaveLength(1)
  expect(await app.client.operations.discardJobs({ ids: [last ?? ''] })).toEqual({ count: 1 })
  expect(await app.client.operations.discardJobs({ ids: [last ?? ''] })).toEqual({ count: 0 })
  expect(await app.client.operations.failedJobs({})).toEqual([])
  expect(done).toHaveLength(1)
})

test('a job that waits is neither tried again nor deleted by hand', async () => {
  const later = job({
    name: 'later-work',
    payload: z.object({}),
    handle: async (_context: Context) => {},
  })
  await using app = await startOperated({ jobs: [later] })
  await addJobs(app.db, [newJob(later, {}, { runAt: new Date(Date.now() + 60_000) })])
  const { rows } = await app.db.pool.query<{ id: string }>(
    "select id::text as id from graphile_worker.jobs where task_identifier = 'later-work'",
  )
  const ids = rows.map(({ id }) => id)
  expect(await app.client.operations.retryJobs({ ids })).toEqual({ count: 0 })
  expect(await app.client.operations.discardJobs({ ids })).toEqual({ count: 0 })
  const { jobs } = await app.client.operations.get()
  expect(jobs.find(({ name }) => name === 'later-work')).toMatchObject({ scheduled: 1 })
})

test('storage is told, and a backup that is downloaded is whole and remembered', async () => {
  await using app = await startOperated()
  await app.client.contacts.create({ first_name: 'Ada', email: 'ada@example.com' })
  const before = await app.client.operations.storage()
  expect(before).toMatchObject({
    media: { files: 0, bytes: 0, is_partial: false },
    data_dir: app.dataDir,
    backup: { last: null },
  })
  expect(before.database.bytes).toBeGreaterThan(1_000_000)
  expect(before.database.tables.length).toBeGreaterThan(5)
  expect(before.disk.total_bytes).toBeGreaterThan(before.disk.free_bytes)

  const folder = await mkdtemp(join(tmpdir(), 'parley-backup-'))
  try {
    const file = join(folder, 'downloaded.backup')
    const reply = await app.client.operations.backup()
    expect(reply.headers.get('content-disposition')).toMatch(/parley-.*\.backup/)
    const bytes = new Uint8Array(await reply.arrayBuffer())
    await writeFile(file, bytes)
    await expect(verifyBackup(file)).resolves.toBeDefined()
    const { backup } = await eventually(
      () => app.client.operations.storage(),
      ({ backup: { last } }) => last !== null,
    )
    expect(backup.last).toMatchObject({ way: 'download', bytes: bytes.length })

    const cut = join(folder, 'cut.backup')
    await writeFile(cut, bytes.subarray(0, bytes.length - 100))
    await expect(verifyBackup(cut)).rejects.toThrow('cannot be restored')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a backup whose connection is lost breaks off, and the server goes on', async () => {
  await using app = await startOperated()
  const holder = await app.db.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('lock table contact in access exclusive mode')
    const reply = await app.client.operations.backup()
    const whole = reply.arrayBuffer()
    await eventually(
      () =>
        holder.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and application_name = 'parley-backup'
             and wait_event_type = 'Lock'`,
        ),
      ({ rowCount }) => rowCount === 1,
    )
    await expect(whole).rejects.toThrow('terminated')
  } finally {
    holder.release(true)
  }
  const { backup } = await app.client.operations.storage()
  expect(backup.last).toBeNull()
  const again = await app.client.operations.backup()
  expect((await again.arrayBuffer()).byteLength).toBeGreaterThan(1_000)
})
