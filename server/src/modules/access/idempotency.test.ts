import { expect, test } from 'vitest'
import { mountWork } from '../../../test/probe.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { AppError } from '../../platform/errors.ts'
import { purgeIdempotencyKeys } from './idempotency.ts'

const path = '/functions/v1/work'

/** An endpoint that counts how often it works, and waits or fails as told. */
async function startWorker(options: { now?: () => Date } = {}) {
  const worker = {
    runs: 0,
    /** What the next runs do. */
    next: async (): Promise<unknown> => undefined,
  }
  const mount = mountWork(async (body) => {
    worker.runs += 1
    const run = worker.runs
    await worker.next()
    return { run, ...body }
  })
  const app = await startTestApp({ ...options, mount })
  return { worker, app, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

function post(app: TestApp, idempotencyKey: string, body: object = { a: 1 }, key?: string) {
  const headers = { 'idempotency-key': idempotencyKey }
  return app.call('POST', path, { body, headers, ...(key && { key }) })
}

test('a repeated request is answered as the first one was, and done once', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  const first = await post(app, 'order-1')
  expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null])
  const second = await post(app, '"order-1"')
  expect([second.status, second.headers.get('idempotency-replayed')]).toEqual([201, 'true'])
  expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'))
  expect(second.body).toEqual(first.body)
  expect(worker.runs).toBe(1)
})

test('without the header, and under another key, the work is done again', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  await app.call('POST', path, { body: {} })
  await app.call('POST', path, { body: {} })
  await post(app, 'a')
  await post(app, 'b')
  expect(worker.runs).toBe(4)
})

test('a PATCH is repeated like a POST, but they are different requests', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  const call = { body: { a: 1 }, headers: { 'idempotency-key': 'k' } }
  await app.call('PATCH', path, call)
  expect((await app.call('PATCH', path, call)).headers.get('idempotency-replayed')).toBe('true')
  expect((await app.call('POST', path, call)).status).toBe(422)
  expect(worker.runs).toBe(1)
})

test('another body, path or query under the same key answers 422', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  await post(app, 'k')
  const reply = await post(app, 'k', { a: 2 })
  expect([reply.status, reply.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED'])
  const headers = { 'idempotency-key': 'k' }
  const otherQuery = await app.call('POST', `${path}?b=1`, { body: { a: 1 }, headers })
  expect(otherQuery.status).toBe(422)
  expect(worker.runs).toBe(1)
})

test('of requests that come at once one works, the others are told to wait', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  let finish = () => {}
  worker.next = () => new Promise<void>((resolve) => (finish = resolve))
  let answered = 0
  const all = Array.from({ length: 8 }, async () => {
    const reply = await post(app, 'k')
    answered += 1
    return reply
  })
  await expect.poll(() => answered, { timeout: 5_000 }).toBe(7)
  finish()
  const replies = await Promise.all(all)
  const statuses = replies.map(({ status }) => status).sort((a, b) => a - b)
  expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409])
  const waiting = replies.find(({ status }) => status === 409)
  expect(waiting?.body.code).toBe('IDEMPOTENCY_KEY_IN_USE')
  expect(waiting?.headers.get('retry-after')).toBe('1')
  expect(worker.runs).toBe(1)
  expect((await post(app, 'k')).headers.get('idempotency-replayed')).toBe('true')
})

test('keys of different people are different keys, keys of one person are shared', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const colleague = await app.newKey({ workspaceId, userId, scopes: ['write'] })
  const stranger = await app.newWorkspace()
  const second = await app.newKey({ ...app.owner, scopes: ['write'] })
  await post(app, 'k')
  await post(app, 'k', {}, colleague)
  await post(app, 'k', {}, stranger.apiKey)
  expect(worker.runs).toBe(3)
  const own = await post(app, 'k', { a: 1 }, second)
  expect(own.headers.get('idempotency-replayed')).toBe('true')
})

test.each([
  ['a conflict', new AppError('DUPLICATE_NAME', 'Taken.', { name: 'x' }), 1],
  ['a batch that was rolled back', new AppError('BATCH_ROLLED_BACK', 'One row failed.'), 1],
  ['a wrong value', new AppError('VALIDATION_ERROR', 'Wrong.'), 2],
  ['something missing', new AppError('CONTACT_NOT_FOUND', 'Gone.'), 2],
  ['an unreachable database', new AppError('SERVICE_UNAVAILABLE', 'Later.'), 2],
  ['a bug', new Error('bug'), 2],
])(
  '%s is answered the same way again, working again only where that may help',
  async (_, error, runs) => {
    await using test = await startWorker()
    const { app, worker } = test
    worker.next = () => Promise.reject(error)
    const first = await post(app, 'k')
    const second = await post(app, 'k')
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expect(worker.runs).toBe(runs)
    expect(second.headers.get('idempotency-replayed')).toBe(runs === 1 ? 'true' : null)
  },
)

test('a request that failed may be corrected under the same key', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  worker.next = () => Promise.reject(new AppError('VALIDATION_ERROR', 'Wrong.'))
  await post(app, 'k', { a: 'wrong' })
  worker.next = async () => undefined
  expect((await post(app, 'k', { a: 'right' })).status).toBe(201)
  const unreadable = await fetch(app.baseUrl + path, {
    method: 'POST',
    headers: {
      'x-api-key': app.owner.apiKey,
      'idempotency-key': 'json',
      'content-type': 'application/json',
    },
    body: '{',
  })
  expect(unreadable.status).toBe(400)
  expect((await post(app, 'json')).status).toBe(201)
})

test('a refused caller does not use up a key', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  const readOnly = await app.newKey({ ...app.owner, scopes: ['read'] })
  expect((await post(app, 'k', {}, readOnly)).status).toBe(403)
  expect((await post(app, 'k', {})).status).toBe(201)
  expect(worker.runs).toBe(1)
})

test('after a day a key is new again', async () => {
  let ms = Date.now()
  await using test = await startWorker({ now: () => new Date(ms) })
  const { app, worker } = test
  await post(app, 'k')
  ms += 86_399_000
  expect((await post(app, 'k')).headers.get('idempotency-replayed')).toBe('true')
  ms += 2_000
  expect((await post(app, 'k', { b: 2 })).status).toBe(201)
  expect(worker.runs).toBe(2)
  ms += 86_401_000
  expect(await purgeIdempotencyKeys(app.context)).toBe(1)
})

test('a request whose process died is not done again: its outcome is unknown', async () => {
  let ms = Date.now()
  await using test = await startWorker({ now: () => new Date(ms) })
  const { app, worker } = test
  await post(app, 'k')
  // What the crash of a process leaves behind: a reservation, and no reply.
  await app.db.pool.query('update idempotency_key set status = null, body = null')
  const soon = await post(app, 'k')
  expect([soon.status, soon.body.details]).toEqual([409, { outcome: 'in_progress' }])
  ms += 60_000
  const later = await post(app, 'k')
  expect([later.status, later.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_IN_USE'])
  expect(later.body.details).toEqual({ outcome: 'unknown' })
  expect(later.headers.get('retry-after'), 'waiting does not help').toBeNull()
  expect(worker.runs).toBe(1)
})

test('a reply that showed a secret is not kept', async () => {
  await using app = await startTestApp()
  const call = {
    body: { name: 'Once', permissions: ['read'] },
    headers: { 'idempotency-key': 'k' },
  }
  const first = await app.call('POST', '/functions/v1/api-keys', call)
  expect(first.status).toBe(201)
  const second = await app.call('POST', '/functions/v1/api-keys', call)
  expect([second.status, second.body.details]).toEqual([409, { outcome: 'done' }])
  expect((await app.call('GET', '/functions/v1/api-keys')).body.count).toBe(2)
  const { rows } = await app.db.pool.query('select k::text from idempotency_key k')
  expect(JSON.stringify(rows)).not.toContain(first.body.data.api_key.slice(3))
})

test.each(['', '""', 'x'.repeat(256), 'caf\u00e9'])(
  'the key %j is refused',
  async (idempotencyKey) => {
    await using test = await startWorker()
    const { app, worker } = test
    const reply = await post(app, idempotencyKey)
    expect([reply.status, reply.body.details.field]).toEqual([400, 'Idempotency-Key'])
    expect(worker.runs).toBe(0)
  },
)

test('a reply that cannot be kept is given all the same, and not done twice', async () => {
  await using test = await startWorker()
  const { app, worker } = test
  worker.next = () => app.db.pool.query('alter table idempotency_key rename to away')
  expect((await post(app, 'k')).status).toBe(201)
  await app.db.pool.query('alter table away rename to idempotency_key')
  expect((await post(app, 'k')).status).toBe(409)
  expect(worker.runs).toBe(1)
})
