import type { FathomImport } from '@parley/contract'
import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startProcess } from '../../../test/server-process.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { type EmulatorOptions, startFathomEmulator } from '../../providers/fathom/emulator.ts'
import { emulatedMeetings } from '../../providers/fathom/emulator-meetings.ts'
import { importJob } from './run-import.ts'

const path = '/functions/v1/integrations/fathom'
const apiKey = 'right-key'

/** A connected app whose Fathom is an emulator with this many meetings. */
async function startBoth(count: number, options: EmulatorOptions = {}) {
  const meetings = emulatedMeetings(count)
  const emulator = await startFathomEmulator({ apiKeys: [apiKey], meetings, ...options })
  const app = await startTestApp({ environment: { FATHOM_API_URL: emulator.url } })
  await app.call('PUT', path, { body: { api_key: apiKey } })
  emulator.requests.length = 0
  return {
    app,
    emulator,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await emulator.stop()
    },
  }
}

async function begin(app: TestApp, body: object = {}) {
  const reply = await app.call('POST', `${path}/imports`, { body })
  expect(reply.status).toBe(201)
  return reply.body.data.id as string
}

async function look(app: TestApp, id: string): Promise<FathomImport> {
  return (await app.call('GET', `${path}/imports/${id}`)).body.data as FathomImport
}

async function countOf(app: TestApp): Promise<number> {
  return (await app.call('GET', '/functions/v1/api-v1-meetings')).body.pagination.total as number
}

/** Runs the job as the queue does, until told to stop. */
function run(app: TestApp, importId: string, signal = new AbortController().signal) {
  const payload = { workspaceId: app.owner.workspaceId, importId }
  return importJob.handle(app.context, payload, { signal, attempt: 1 })
}

test('the newest fifty meetings are imported, page by page, with all they hold', async () => {
  await using both = await startBoth(63)
  const { app, emulator } = both
  const id = await begin(app)
  expect(await look(app, id)).toMatchObject({ status: 'queued', max: 50, progress: 0 })
  await app.drain()
  expect(await look(app, id)).toMatchObject({
    status: 'completed',
    processed: 50,
    created: 50,
    updated: 0,
    failed: 0,
    progress: 100,
    problems: [],
  })
  expect(await countOf(app)).toBe(50)
  expect(emulator.requests).toHaveLength(5)
  const { rows } = await app.db.pool.query(
    `select count(*) as meetings, count(t.id) as transcripts, count(c.summary) as summaries,
       min(c.fathom_recording_id) as oldest
     from conversation c left join transcript t on t.conversation_id = c.id`,
  )
  expect(rows).toEqual([{ meetings: 50, transcripts: 50, summaries: 50, oldest: '88000014' }])
})

test('a second import finds everything known', async () => {
  await using both = await startBoth(12)
  const { app } = both
  await begin(app)
  await app.drain()
  const again = await begin(app, { max: null })
  await app.drain()
  expect(await look(app, again)).toMatchObject({ processed: 12, unchanged: 12, created: 0 })
})

test('as many as are asked for, or all since a date', async () => {
  await using both = await startBoth(30)
  const { app, emulator } = both
  const few = await begin(app, { max: 13 })
  await app.drain()
  expect(await look(app, few)).toMatchObject({ status: 'completed', processed: 13 })
  const since = emulator.meetings[17]?.created_at
  const some = await begin(app, { since })
  await app.drain()
  expect(await look(app, some)).toMatchObject({ processed: 12, unchanged: 12, max: null })
})

test('an import that was stopped goes on where it stood', async () => {
  await using both = await startBoth(25)
  const { app, emulator } = both
  const id = await begin(app, { max: null })
  const stop = new AbortController()
  const stopped = run(app, id, stop.signal)
  await eventually(
    () => look(app, id),
    ({ processed }) => processed >= 13,
  )
  stop.abort()
  await expect(stopped).rejects.toThrow(/abort/i)
  const { processed } = await look(app, id)
  expect(processed).toBeLessThan(25)
  const pages = emulator.requests.length
  await run(app, id)
  expect(await look(app, id)).toMatchObject({ status: 'completed', processed: 25, created: 25 })
  // The page under way was fetched again; those before it were not.
  expect(emulator.requests.length).toBeLessThanOrEqual(4)
  expect(pages).toBeGreaterThanOrEqual(2)
})

test('an import whose server is killed goes on elsewhere, and counts every meeting once', async () => {
  await using both = await startBoth(120)
  const { app, emulator } = both
  const id = await begin(app, { max: null })
  const server = startProcess('src/main.ts', {
    PORT: '0',
    DATABASE_URL: app.url,
    DATA_DIR: app.dataDir,
    ENCRYPTION_KEY: app.context.config.encryptionKey ?? '',
    FATHOM_API_URL: emulator.url,
    LOG_LEVEL: 'silent',
  })
  await eventually(
    () => look(app, id),
    ({ processed }) => processed >= 12,
    40_000,
  )
  server.signal('SIGKILL')
  await server.closed
  const { processed, status } = await look(app, id)
  expect(status).toBe('running')
  expect(processed).toBeLessThan(120)
  // The transaction of the dead process ends when PostgreSQL notices.
  await run(app, id)
  expect(await look(app, id)).toMatchObject({ status: 'completed', processed: 120, created: 120 })
  expect(await countOf(app)).toBe(120)
})

test('two workers with the same import do nothing twice', async () => {
  await using both = await startBoth(25)
  const { app } = both
  const id = await begin(app, { max: null })
  await Promise.all([run(app, id), run(app, id)])
  await run(app, id)
  expect(await look(app, id)).toMatchObject({ status: 'completed', processed: 25, created: 25 })
  expect(await countOf(app)).toBe(25)
})

test('a cancelled import stops at the next meeting, and what it brought stays', async () => {
  await using both = await startBoth(40)
  const { app } = both
  const id = await begin(app, { max: null })
  const running = run(app, id)
  await eventually(
    () => look(app, id),
    ({ processed }) => processed >= 2,
  )
  const cancelled = await app.call('DELETE', `${path}/imports/${id}`)
  expect(cancelled.body.data.status).toBe('cancelled')
  await running
  await app.drain()
  const { processed, status } = await look(app, id)
  expect(status).toBe('cancelled')
  expect(processed).toBeLessThan(40)
  expect(await countOf(app)).toBe(processed)
})

test('at a limit the import waits as long as Fathom says, and goes on', async () => {
  await using both = await startBoth(25)
  const { app, emulator } = both
  const id = await begin(app, { max: null })
  emulator.order({ path: '/meetings', status: 429, headers: { 'retry-after': '1' } })
  await app.drain()
  const waiting = await look(app, id)
  expect(waiting).toMatchObject({ status: 'running', message: expect.stringContaining('limit') })
  expect((waiting.waits_until ?? '') > (waiting.started_at ?? '')).toBe(true)
  const done = await eventually(
    async () => {
      await app.drain()
      return look(app, id)
    },
    ({ status }) => status === 'completed',
  )
  expect(done).toMatchObject({ processed: 25, created: 25, waits_until: null })
})

test('a key that is revoked meanwhile ends the import with a sentence', async () => {
  await using both = await startBoth(25)
  const { app, emulator } = both
  const id = await begin(app)
  emulator.order({ path: '/meetings', status: 401 })
  await app.drain()
  expect(await look(app, id)).toMatchObject({
    status: 'failed',
    message: 'Fathom does not accept the API key.',
  })
})

test('an absent Fathom is tried again', async () => {
  await using both = await startBoth(3)
  const { app, emulator } = both
  const id = await begin(app)
  emulator.order({ path: '/meetings', status: 503 })
  await expect(run(app, id)).rejects.toThrow('503')
  expect(await look(app, id)).toMatchObject({ status: 'running' })
  await run(app, id)
  expect(await look(app, id)).toMatchObject({ status: 'completed', created: 3 })
})

test('a meeting that is half wrong is imported, and its problems are told', async () => {
  await using both = await startBoth(2)
  const { app, emulator } = both
  const wrong = { scheduled_start_time: null, recording_start_time: 'soon', action_items: [{}] }
  emulator.meetings.splice(0, 1, { ...emulator.meetings[0], ...wrong } as never)
  const id = await begin(app)
  await app.drain()
  const done = await look(app, id)
  expect(done).toMatchObject({ status: 'completed', created: 2, failed: 0 })
  expect(done.problems).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/88000001.*soon/),
      expect.stringMatching(/action item/),
    ]),
  )
})

test('a transcript that the list leaves out is asked for alone', async () => {
  await using both = await startBoth(1)
  const { app, emulator } = both
  const [meeting] = emulator.meetings
  const { transcript } = meeting ?? {}
  const page = { limit: 10, next_cursor: null, items: [{ ...meeting, transcript: null }] }
  emulator.order({ path: '/meetings', status: 200, body: JSON.stringify(page) })
  await begin(app)
  await app.drain()
  expect(emulator.requests.at(-1)?.path).toContain('/recordings/88000001/transcript')
  const { rows } = await app.db.pool.query('select count(*) from transcript_segment')
  expect(rows).toEqual([{ count: transcript?.length }])
})

test('only one import at a time, only when connected, and only one’s own', async () => {
  await using both = await startBoth(3)
  const { app } = both
  const id = await begin(app)
  const second = await app.call('POST', `${path}/imports`, { body: {} })
  expect(second).toMatchObject({ status: 409, body: { code: 'CONFLICT' } })
  const other = await app.newWorkspace()
  const theirs = { key: other.apiKey }
  for (const method of ['GET', 'DELETE']) {
    const reply = await app.call(method, `${path}/imports/${id}`, theirs)
    expect(reply).toMatchObject({ status: 404, body: { code: 'FATHOM_IMPORT_NOT_FOUND' } })
  }
  const unconnected = await app.call('POST', `${path}/imports`, { ...theirs, body: {} })
  expect(unconnected.body.code).toBe('FATHOM_NOT_CONNECTED')
  await app.call('DELETE', path)
  expect(await look(app, id)).toMatchObject({ status: 'cancelled' })
  const bad = await app.call('POST', `${path}/imports`, { body: { max: 0 } })
  expect(bad).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } })
})
