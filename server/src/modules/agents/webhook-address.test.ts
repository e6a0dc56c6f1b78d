import { createHmac } from 'node:crypto'
import { findEventType } from '@parley/contract'
import { expect, test } from 'vitest'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { allowLoopback, startSender } from '../../../test/webhooks.ts'
import { emit } from '../../platform/events/event.ts'

const environment = { ...allowLoopback, STANDARD_REQUESTS_PER_MINUTE: '10000' }

/** As the end of a call with this agent is announced. */
async function endCall(app: TestApp, agentId: string): Promise<void> {
  const example = findEventType('call.ended')?.example as { call: Record<string, unknown> }
  const id = app.context.newId()
  await app.db.transaction((tx) =>
    emit(tx, {
      workspaceId: app.owner.workspaceId,
      id: app.context.newId(),
      name: 'call.ended',
      subjectType: 'call',
      subjectId: id,
      actorUserId: null,
      data: { ...example, call: { ...example.call, id, agent_id: agentId } },
    }),
  )
  await app.drain()
}

test('an agent with a webhookUrl is told of its calls, in the format of voice agents', async () => {
  await using app = await startTestApp({ environment })
  await using receiver = await startReceiver()
  await using _sender = startSender(app)
  const { voiceAgents } = app.client
  const { id } = await voiceAgents.create({
    name: 'Told',
    webhookUrl: `${receiver.url}/hook`,
    webhookAuth: { authKey: 'bearer', authSecret: 'Bearer xyz' },
  })
  const { id: other } = await voiceAgents.create({ name: 'Untold' })
  const { secret } = await voiceAgents.rotateSecret(id)
  await endCall(app, other)
  await endCall(app, id)
  await expect.poll(() => receiver.received.length, { timeout: 10_000 }).toBe(1)
  const [told] = receiver.received
  expect(told?.headers).toMatchObject({
    authorization: 'Bearer xyz',
    'x-hamsa-signature': `sha256=${createHmac('sha256', secret)
      .update(told?.body ?? '')
      .digest('hex')}`,
  })
  expect(receiver.bodies()[0]).toMatchObject({
    eventType: 'call.ended',
    event_type: 'call_end',
    agentId: id,
  })
})

test('the webhook follows what is live, and falls silent with the agent', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents, voiceAgentVersions } = app.client
  const { workspaceId } = app.owner
  const addresses = async () => {
    const { rows } = await app.db.pool.query<{ url: string; is_active: boolean }>(
      "select url, is_active from webhook_endpoint where workspace_id = $1 and kind = 'agent'",
      [workspaceId],
    )
    return rows.map(({ url, is_active: isActive }) => [url, isActive])
  }
  const { id } = await voiceAgents.create({ name: 'A' })
  expect(await addresses()).toEqual([])
  await voiceAgents.update(id, { webhookUrl: 'http://127.0.0.1:9/one' })
  expect(await addresses()).toEqual([['http://127.0.0.1:9/one', true]])
  await voiceAgentVersions.publish({ voiceAgentId: id, version: '2' })
  await voiceAgents.update(id, { webhookUrl: 'http://127.0.0.1:9/two' })
  expect(await addresses()).toEqual([['http://127.0.0.1:9/one', true]])
  await voiceAgentVersions.publish({ voiceAgentId: id, version: '3' })
  expect(await addresses()).toEqual([['http://127.0.0.1:9/two', true]])
  await voiceAgentVersions.publish({ voiceAgentId: id, version: '1' })
  expect(await addresses()).toEqual([['http://127.0.0.1:9/two', false]])
  await voiceAgentVersions.unpublish(id)
  expect(await addresses()).toEqual([['http://127.0.0.1:9/two', true]])
  await voiceAgents.delete(id)
  expect(await addresses()).toEqual([['http://127.0.0.1:9/two', false]])
})

test('a secret is rotated only where there is a webhook, and by nobody but admins', async () => {
  await using app = await startTestApp({ environment })
  const { id } = await app.client.voiceAgents.create({ name: 'A' })
  const path = `/v2/voice-agents/${id}/webhook/rotate-secret`
  expect((await app.call('POST', path)).status).toBe(409)
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['write'] })
  expect((await app.call('POST', path, { key })).status).toBe(403)
})

test('neither keys nor secrets are stored in the clear', async () => {
  await using app = await startTestApp({ environment })
  await app.client.voiceAgents.create({
    name: 'A',
    llm: { apiKey: 'clear-key' },
    webhookUrl: 'http://127.0.0.1:9/',
    webhookAuth: { authKey: 'Bearer', authSecret: 'clear-secret' },
  })
  const { rows } = await app.db.pool.query<{ all: string }>(
    `select coalesce((select json_agg(v)::text from agent_version v), '')
       || coalesce((select json_agg(w)::text from webhook_endpoint w), '')
       || coalesce((select json_agg(e)::text from event e), '') as all`,
  )
  expect(rows[0]?.all).toContain('"A"')
  expect(rows[0]?.all).not.toMatch(/clear-(key|secret)/)
})
