import { expect, test } from 'vitest'
import { beginCall, finishCall, holdTalk, makeAgent } from '../../../test/agent-calls.ts'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp } from '../../../test/test-app.ts'
import { allowLoopback, deliveriesOf, makeEndpoint, startSender } from '../../../test/webhooks.ts'
import { recordTool } from './log-entry.ts'

/** As in the guide of Hamsa's seed: `eventType`, and what is told under `data.data`. */
function readAsSeed(body: Record<string, unknown>) {
  if (body['eventType'] !== 'call.ended') return undefined
  const { data } = body['data'] as { data: Record<string, unknown> }
  const { conversationId, conversationRecording, transcription, outcomeResult } = data
  return { conversationId, conversationRecording, transcription, outcomeResult }
}

/** As a receiver in production reads: `event_type`, `caller_info`, flat data; anything else is refused. */
function readAsProduction(body: Record<string, unknown>) {
  if (body['event_type'] !== 'call_end') return undefined
  const info = body['caller_info'] as Record<string, unknown>
  const data = body['data'] as Record<string, unknown>
  return {
    callId: info['call_id'],
    agentId: info['agent_id'],
    startedAt: new Date(Number(info['call_start_time']) * 1_000),
    lastedMs: Number(data['callEndedAt']) - Number(data['callStartedAt']),
    transcription: data['transcription'],
    outcome: data['outcomeResult'],
    conversationId: data['conversationId'],
  }
}

test('both kinds of receivers read what a call tells the address that came with it', async () => {
  await using app = await startTestApp({ environment: allowLoopback })
  await using receiver = await startReceiver()
  await using _sender = startSender(app)
  const agent = await makeAgent(app)
  const call = await holdTalk(app, {
    agent,
    params: { application_id: '12345', user_id: 'user-789' },
    webhook: {
      url: `${receiver.url}/hook`,
      auth: { authKey: 'bearer', authSecret: 'Bearer your_secret' },
    },
    end: { outcome: { call_outcome: 'booked', resolved: true } },
  })
  await app.drain()
  await eventually(
    () => receiver.received.length,
    (count) => count === 7,
  )
  const bodies = receiver.bodies()
  expect(new Set(bodies.map(({ eventType }) => eventType))).toEqual(
    new Set(['call.started', 'call.answered', 'transcription.update', 'call.ended']),
  )
  for (const { headers } of receiver.received) {
    expect(headers.authorization).toBe('Bearer your_secret')
    expect(headers['x-hamsa-signature']).toMatch(/^sha256=[0-9a-f]{64}$/)
  }
  const outcome = {
    application_id: '12345',
    user_id: 'user-789',
    call_outcome: 'booked',
    resolved: true,
  }
  const seed = bodies.map(readAsSeed).find((read) => read !== undefined)
  expect(seed).toMatchObject({
    conversationId: call.callId,
    outcomeResult: outcome,
    transcription: [{ Agent: expect.any(String) }, { User: expect.any(String) }, {}, {}],
  })
  const production = bodies.map(readAsProduction).find((read) => read !== undefined)
  expect(production).toMatchObject({
    callId: call.callId,
    agentId: agent.id,
    conversationId: call.callId,
    outcome,
    transcription: [{ Agent: expect.any(String) }, { User: expect.any(String) }, {}, {}],
  })
  expect(
    Math.abs((production?.startedAt.getTime() ?? 0) - Date.parse(call.startedAt)),
  ).toBeLessThan(1_000)
  expect(production?.lastedMs).toBeGreaterThanOrEqual(0)
})

test('the address of one call hears nothing of another', async () => {
  await using app = await startTestApp({ environment: allowLoopback })
  const one = await beginCall(app, { webhook: { url: 'http://127.0.0.1:9/one' } })
  const two = await beginCall(app, { webhook: { url: 'http://127.0.0.1:9/two' } })
  await beginCall(app)
  await app.drain()
  const told = await app.db.pool.query<{ url: string; body: Buffer }>(
    `select e.url, d.body from webhook_delivery d join webhook_endpoint e on e.id = d.endpoint_id
     order by e.url`,
  )
  const seen = told.rows.map(({ url, body }) => [
    url,
    (JSON.parse(body.toString()) as { callId: string }).callId,
  ])
  expect(seen).toEqual([
    ['http://127.0.0.1:9/one', one.callId],
    ['http://127.0.0.1:9/two', two.callId],
  ])
})

test('calls with the same address and secret share one endpoint, however many begin at once', async () => {
  await using app = await startTestApp({ environment: allowLoopback })
  const webhook = { url: 'http://127.0.0.1:9/', auth: { authSecret: 's' } }
  await Promise.all(Array.from({ length: 5 }, () => beginCall(app, { webhook })))
  await beginCall(app, { webhook: { ...webhook, auth: { authSecret: 'other' } } })
  const { rows } = await app.db.pool.query('select 1 from webhook_endpoint')
  expect(rows).toHaveLength(2)
  // Those of agents and calls are not among the webhooks that people manage.
  expect((await app.client.webhooks.list({})).data).toEqual([])
})

test('an address that is none is noted in the log, and the call goes on', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app, { webhook: { url: 'ftp://example.com' } })
  const { body } = await app.call('GET', `/v1/agent-analytics/logs?jobId=${call.callId}`)
  expect(body.data).toMatchObject([
    { category: 'CALL', message: expect.stringContaining('webhook') },
  ])
  expect(await finishCall(app, call)).toBe(true)
})

test('webhooks of the workspace are told in the format of the workspace', async () => {
  await using app = await startTestApp({ environment: allowLoopback })
  await using receiver = await startReceiver()
  await using _sender = startSender(app)
  await makeEndpoint(app, receiver.url, { events: ['call.ended', 'tool.executed'] })
  const call = await beginCall(app)
  await app.db.transaction((tx) =>
    recordTool(tx, app.context, call, {
      name: 'look_up_order',
      input: { order: 'A-1042' },
      output: { status: 'shipped' },
      succeeded: true,
      durationMs: 182,
    }),
  )
  await finishCall(app, call)
  await app.drain()
  await eventually(
    async () => (await deliveriesOf(app)).filter(({ state }) => state === 'succeeded').length,
    (count) => count === 2,
  )
  const byEvent = new Map(receiver.bodies().map((body) => [body['event'], body['data']]))
  expect(byEvent.get('tool.executed')).toMatchObject({
    call: { id: call.callId },
    tool: { name: 'look_up_order', output: { status: 'shipped' }, succeeded: true },
  })
  expect(byEvent.get('call.ended')).toMatchObject({ call: { id: call.callId } })
})

test('more parameters than a call can echo are refused', async () => {
  await using app = await startTestApp()
  const params = { text: 'x'.repeat(70_000) }
  await expect(beginCall(app, { params })).rejects.toMatchObject({ code: 'VALIDATION_ERROR' })
})
