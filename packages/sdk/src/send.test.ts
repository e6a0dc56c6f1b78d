import { expect, test } from 'vitest'
import { ada, one, refusal, startServer } from '../test/sample-server.ts'
import { ParleyConnectionError } from './errors.ts'

test.each([429, 502, 503, 504])(
  'a GET refused with %i is repeated after the time asked for',
  async (status) => {
    const codes: Record<number, string> = { 429: 'RATE_LIMIT_EXCEEDED', 503: 'SERVICE_UNAVAILABLE' }
    const answer = {
      status,
      headers: { 'retry-after': '0.05' },
      json: refusal(codes[status] ?? 'X'),
    }
    await using server = await startServer([answer, { json: one }], { checked: false })
    const started = performance.now()

    expect(await server.client.things.get('7')).toEqual(ada)

    expect(server.seen).toHaveLength(2)
    expect(performance.now() - started).toBeGreaterThanOrEqual(45)
  },
)

test('a Retry-After that is a date is waited for', async () => {
  // Dates have whole seconds: between one and two seconds from now.
  const date = new Date(Date.now() + 2_000).toUTCString()
  await using server = await startServer([
    { status: 429, headers: { 'retry-after': date }, json: refusal('RATE_LIMIT_EXCEEDED') },
    { json: one },
  ])
  const started = performance.now()
  await server.client.things.get('7')
  expect(performance.now() - started).toBeGreaterThan(900)
})

test('a Retry-After beyond a minute is not waited for: the refusal says how long', async () => {
  await using server = await startServer([
    { status: 429, headers: { 'retry-after': '3600' }, json: refusal('RATE_LIMIT_EXCEEDED') },
  ])
  await expect(server.client.things.get('7')).rejects.toMatchObject({
    code: 'RATE_LIMIT_EXCEEDED',
    retryAfterSeconds: 3600,
  })
  expect(server.seen).toHaveLength(1)
})

test('attempts are bounded', async () => {
  const busy = {
    status: 503,
    headers: { 'retry-after': '0' },
    json: refusal('SERVICE_UNAVAILABLE'),
  }
  await using server = await startServer([busy, busy, busy, busy, busy], { retries: 3 })
  await expect(server.client.things.get('7')).rejects.toMatchObject({ status: 503 })
  expect(server.seen).toHaveLength(4)
})

test.each([400, 404, 409, 500])('a refusal with %i is not repeated', async (status) => {
  const codes: Record<number, string> = {
    400: 'VALIDATION_ERROR',
    404: 'CONTACT_NOT_FOUND',
    409: 'CONFLICT',
    500: 'INTERNAL_ERROR',
  }
  await using server = await startServer([{ status, json: refusal(codes[status] ?? '') }])
  await expect(server.client.things.get('7')).rejects.toMatchObject({ status })
  expect(server.seen).toHaveLength(1)
})

test('a torn connection is tried again, and a POST carries one idempotency key throughout', async () => {
  await using server = await startServer([{ fault: 'reset' }, { status: 201, json: one }])

  expect(await server.client.things.create({ name: 'Ada' })).toEqual(ada)

  const keys = server.seen.map(({ headers }) => headers['idempotency-key'])
  expect(keys[0]).toMatch(/^[0-9a-f]{32}$/)
  expect(keys).toEqual([keys[0], keys[0]])
  expect(server.seen.map(({ body }) => body)).toEqual(['{"name":"Ada"}', '{"name":"Ada"}'])
})

test('two calls never share a generated idempotency key; one that was given is sent', async () => {
  const created = { status: 201, json: one }
  await using server = await startServer([created, created, created])
  await server.client.things.create({ name: 'Ada' })
  await server.client.things.create({ name: 'Ada' })
  await server.client.things.create({ name: 'Ada' }, { idempotencyKey: 'mine' })
  const keys = server.seen.map(({ headers }) => headers['idempotency-key'])
  expect(new Set(keys).size).toBe(3)
  expect(keys[2]).toBe('mine')
})

test('PUT is repeated without a key, and a client without retries sends none', async () => {
  await using server = await startServer(
    [{ fault: 'reset' }, { json: one }, { status: 201, json: one }],
    { retries: 1 },
  )
  await server.client.things.replace('7', { name: 'Ada' })
  await server.client.things.create({ name: 'Ada' }, { retries: 0 })
  expect(server.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test('a repeat that meets its own first attempt still in flight waits for it', async () => {
  await using server = await startServer([
    { fault: 'reset' },
    { status: 409, headers: { 'retry-after': '0' }, json: refusal('IDEMPOTENCY_KEY_IN_USE') },
    { status: 201, json: one },
  ])
  expect(await server.client.things.create({ name: 'Ada' })).toEqual(ada)
})

test('an answer that does not come within the time is a connection error that says so', async () => {
  await using server = await startServer([{ fault: 'never' }], { retries: 0, timeoutMs: 50 })
  const error = await server.client.things.get('7').catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ParleyConnectionError)
  expect(error).toMatchObject({ timedOut: true })
})

test('an attempt that timed out is repeated', async () => {
  await using server = await startServer([{ fault: 'never' }, { json: one }], { timeoutMs: 150 })
  expect(await server.client.things.get('7')).toEqual(ada)
})

test('a server that is not there is a connection error', async () => {
  const server = await startServer([])
  await server[Symbol.asyncDispose]()
  await expect(server.client.things.get('7', {}, { retries: 0 })).rejects.toMatchObject({
    name: 'ParleyConnectionError',
    timedOut: false,
  })
})

test('the caller can give up, during an attempt and between attempts', async () => {
  const reason = new Error('enough')
  await using server = await startServer([
    { fault: 'never' },
    { status: 503, headers: { 'retry-after': '50' }, json: refusal('SERVICE_UNAVAILABLE') },
  ])
  for (const seen of [1, 2]) {
    const controller = new AbortController()
    const call = server.client.things.get('7', {}, { signal: controller.signal })
    await expect.poll(() => server.seen.length).toBe(seen)
    controller.abort(reason)
    await expect(call).rejects.toBe(reason)
  }
})

test('a page of something in between is a refusal with the status in its code', async () => {
  await using server = await startServer(
    [
      { status: 403, headers: { 'content-type': 'text/html' }, text: '<h1>no</h1>' },
      { status: 200, headers: { 'content-type': 'text/html' }, text: '<h1>portal</h1>' },
    ],
    { checked: false },
  )
  await expect(server.client.things.get('7')).rejects.toMatchObject({
    status: 403,
    code: 'HTTP_403',
  })
  await expect(server.client.things.get('7')).rejects.toMatchObject({
    status: 200,
    code: 'NOT_JSON',
  })
})
