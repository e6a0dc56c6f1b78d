import { createServer, type Socket } from 'node:net'
import { once } from 'node:events'
import { ErrorReply, Health } from '@parley/contract'
import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { createApp } from '../../app.ts'
import { openDatabase } from '../../platform/db/database.ts'
import { silentLog } from '../../platform/log.ts'
import { openMetrics } from '../../platform/metrics/metrics.ts'

test('a process that runs is alive, and ready when the database answers', async () => {
  await using app = await startTestApp()
  for (const path of ['/health/live', '/health/ready']) {
    const reply = await fetch(`${app.baseUrl}${path}`)
    expect(reply.status).toBe(200)
    expect(Health.parse(await reply.json())).toMatchObject({ status: 'ok' })
  }
})

test('a migration that has not run makes the process alive but not ready', async () => {
  await using app = await startTestApp()
  await app.db.pool.query("delete from migration where name = '0001_foundation.sql'")
  const reply = await fetch(`${app.baseUrl}/health/ready`)
  expect(reply.status).toBe(503)
  expect(ErrorReply.parse(await reply.json())).toMatchObject({
    code: 'SERVICE_UNAVAILABLE',
    error: 'Migrations have not run: 0001_foundation.sql.',
    details: { checks: { migrations: 'failed' } },
  })
  expect((await fetch(`${app.baseUrl}/health/live`)).status).toBe(200)
})

test('a database that is silent makes the process not ready within two seconds', async () => {
  await using app = await startTestApp()
  const sockets: Socket[] = []
  const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const db = openDatabase(`postgres://nobody@127.0.0.1:${port}/nothing`, silentLog)
  const http = await createApp({ ...app.context, db, metrics: openMetrics({ process: false }) })
  try {
    const askedAt = performance.now()
    const reply = await http.inject({ url: '/health/ready' })
    expect(performance.now() - askedAt).toBeLessThan(2_000)
    expect(reply.statusCode).toBe(503)
    expect(reply.json()).toMatchObject({ details: { checks: { database: 'failed' } } })
  } finally {
    for (const socket of sockets) socket.destroy()
    silent.close()
    await http.close()
    await db.close()
  }
})

test('metrics tell of requests, the pool, events and jobs', async () => {
  await using app = await startTestApp()
  await app.db.pool.query(`insert into event (workspace_id, id, name, subject_type, subject_id, payload)
    values (uuidv7(), uuidv7(), 'test.changed', 'test', uuidv7(), '{}')`)
  const reply = await fetch(`${app.baseUrl}/metrics`)
  expect(reply.headers.get('content-type')).toMatch(/^text\/plain/)
  const text = await reply.text()
  for (const line of [
    'parley_db_pool_connections{state="idle"} 1',
    'parley_db_pool_waiting 0',
    'parley_events_waiting 1',
    'parley_jobs{state="waiting"} 0',
    'parley_jobs{state="failed"} 0',
  ]) {
    expect(text.split('\n')).toContain(line)
  }
  expect(text).toMatch(/^parley_event_lag_seconds \d/m)
})

test('metrics are still answered when the database is gone', async () => {
  await using app = await startTestApp()
  const gone = () => Promise.reject(new Error('gone'))
  Object.assign(app.context.db, { run: gone, transaction: gone })
  const reply = await fetch(`${app.baseUrl}/metrics`)
  expect(reply.status).toBe(200)
  const text = await reply.text()
  expect(text).toContain('parley_db_pool_waiting 0')
  expect(text, 'no reading is better than a wrong one').not.toMatch(/^parley_events_waiting /m)
})

test('without a token, metrics are for direct callers on this machine', async () => {
  await using app = await startTestApp()
  async function statusFor(options: { address?: string; header?: string }): Promise<number> {
    const { address = '127.0.0.1', header } = options
    const headers = header ? { [header]: '203.0.113.9' } : {}
    return (await app.http.inject({ url: '/metrics', remoteAddress: address, headers })).statusCode
  }
  expect(await statusFor({})).toBe(200)
  expect(await statusFor({ address: '::1' })).toBe(200)
  expect(await statusFor({ address: '::ffff:127.0.0.1' })).toBe(200)
  expect(await statusFor({ address: '10.0.0.9' })).toBe(401)
  expect(await statusFor({ address: '2001:db8::1' })).toBe(401)
  expect(await statusFor({ header: 'x-forwarded-for' }), 'through a proxy').toBe(401)
  expect(await statusFor({ header: 'forwarded' }), 'through a proxy').toBe(401)
})

test('with a token, metrics are for whoever has it', async () => {
  await using app = await startTestApp({ environment: { METRICS_TOKEN: 'correct horse battery' } })
  async function statusFor(authorization: string | undefined): Promise<number> {
    const headers = authorization === undefined ? {} : { authorization }
    const { statusCode } = await app.http.inject({
      url: '/metrics',
      remoteAddress: '10.0.0.9',
      headers,
    })
    return statusCode
  }
  expect(await statusFor('Bearer correct horse battery')).toBe(200)
  expect(await statusFor('Bearer wrong')).toBe(401)
  expect(await statusFor(undefined)).toBe(401)
  expect((await fetch(`${app.baseUrl}/metrics`)).status, 'from this machine too').toBe(401)
})
