import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { findAgent } from './index.ts'

const v2 = '/v2/voice-agents'
const environment = { STANDARD_REQUESTS_PER_MINUTE: '10000' }

async function makeAgent(app: TestApp, body: object = {}): Promise<string> {
  const reply = await app.call('POST', v2, { body: { name: 'A', ...body } })
  expect(reply, JSON.stringify(reply.body)).toMatchObject({ status: 200 })
  return reply.body.data.id as string
}

/** What calls use, as a call would ask for it. */
async function liveOf(app: TestApp, agentId: string, more: object = {}) {
  const { workspaceId } = app.owner
  const { version, definition } = await findAgent(app.context, { workspaceId, agentId, ...more })
  return [version.number, definition.conversation.preamble]
}

test('every save that changes something is a version, and live until something is published', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents, voiceAgentVersions } = app.client
  const id = await makeAgent(app, { preamble: 'one' })
  await voiceAgents.update(id, { preamble: 'two', note: 'Warmer' })
  await voiceAgents.update(id, { preamble: 'two' })
  expect(await liveOf(app, id)).toEqual([2, 'two'])
  const { total, versions } = await voiceAgentVersions.list(id)
  expect(total).toBe(2)
  expect(versions).toMatchObject([
    { number: 2, note: 'Warmer', isNewest: true, isLive: true, createdBy: app.owner.userId },
    { number: 1, note: null, isNewest: false, isLive: false },
  ])

  const first = versions[1]?.id ?? ''
  const published = await voiceAgentVersions.publish({ voiceAgentId: id, version: first })
  expect(published).toMatchObject({ name: 'live', version: 1, followsSaves: false })
  await voiceAgents.update(id, { preamble: 'three' })
  expect(await liveOf(app, id)).toEqual([1, 'one'])
  expect(await liveOf(app, id, { environment: 'draft' })).toEqual([3, 'three'])
  expect(await liveOf(app, id, { version: 2 })).toEqual([2, 'two'])
  expect(await voiceAgentVersions.environments(id)).toMatchObject([
    { name: 'draft', version: 3 },
    { name: 'live', version: 1, versionId: first, publishedBy: app.owner.userId },
  ])
  expect(await voiceAgentVersions.unpublish(id)).toMatchObject({ version: 3, followsSaves: true })
  expect(await liveOf(app, id)).toEqual([3, 'three'])
})

test('rolling back saves an older version again, with its secrets, and loses nothing', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents, voiceAgentVersions } = app.client
  const id = await makeAgent(app, { preamble: 'one', llm: { apiKey: 'first' } })
  await voiceAgents.update(id, { preamble: 'two', llm: { apiKey: null } })
  const back = await voiceAgentVersions.rollBack({ voiceAgentId: id, version: '1' }, {})
  expect(back).toMatchObject({
    version: 3,
    conversation: { preamble: 'one' },
    llm: { apiKey: '***' },
  })
  const { versions } = await voiceAgentVersions.list(id)
  expect(versions.map(({ number, restoredFrom }) => [number, restoredFrom])).toEqual([
    [3, 1],
    [2, null],
    [1, null],
  ])
  const { workspaceId } = app.owner
  const found = await findAgent(app.context, { workspaceId, agentId: id })
  expect(found.llmApiKey()).toBe('first')
  // Where something was published, calls follow only if that is wanted.
  await voiceAgentVersions.publish({ voiceAgentId: id, version: '2' })
  await voiceAgentVersions.rollBack({ voiceAgentId: id, version: '2' }, {})
  expect(await liveOf(app, id)).toEqual([2, 'two'])
  await voiceAgentVersions.rollBack({ voiceAgentId: id, version: '1' }, { publish: true })
  expect(await liveOf(app, id)).toEqual([5, 'one'])
})

test('two versions are compared field by field', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents, voiceAgentVersions } = app.client
  const id = await makeAgent(app, { preamble: 'one' })
  await voiceAgents.update(id, { preamble: 'two' })
  await voiceAgents.update(id, { callSettings: { interrupt: false } })
  expect(await voiceAgentVersions.diff(id)).toMatchObject({
    from: 2,
    to: 3,
    changes: [{ path: 'callSettings.interrupt', before: true, after: false }],
  })
  const whole = await voiceAgentVersions.diff(id, { from: '1', to: '3' })
  expect(whole.changes.map(({ path }) => path)).toEqual([
    'conversation.preamble',
    'callSettings.interrupt',
  ])
})

test('an older version is read in full, and one that is not there is told from an agent that is not', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents, voiceAgentVersions } = app.client
  const id = await makeAgent(app, { preamble: 'one' })
  await voiceAgents.update(id, { preamble: 'two' })
  const old = await voiceAgentVersions.get({ voiceAgentId: id, version: '1' })
  expect(old).toMatchObject({ number: 1, agent: { version: 1, conversation: { preamble: 'one' } } })
  const other = await makeAgent(app)
  for (const version of ['9', old.id]) {
    const path = `${v2}/${other}/versions/${version}`
    expect(await app.call('GET', path)).toMatchObject({
      status: 404,
      body: { error: { name: 'AGENT_VERSION_NOT_FOUND' } },
    })
  }
  expect((await app.call('GET', `${v2}/${id}/versions/latest`)).status).toBe(400)
})

test('calls are refused an environment that there is not', async () => {
  await using app = await startTestApp({ environment })
  const id = await makeAgent(app)
  await expect(liveOf(app, id, { environment: 'staging' })).rejects.toMatchObject({
    code: 'ENVIRONMENT_NOT_DEPLOYED',
    details: { environment: 'staging', voiceAgentId: id },
  })
  await expect(liveOf(app, app.owner.userId)).rejects.toMatchObject({ code: 'AGENT_NOT_FOUND' })
})

test('what becomes of an agent is announced', async () => {
  const heard: string[] = []
  await using app = await startTestApp({
    environment,
    subscribers: [
      {
        name: 'test',
        events: ['agent.created', 'agent.updated', 'agent.published', 'agent.deleted'],
        async handle(_, events) {
          heard.push(...events.map(({ name, payload }) => `${name} ${payload}`))
        },
      },
    ],
  })
  const id = await makeAgent(app)
  await app.client.voiceAgents.update(id, { preamble: 'two' })
  await app.client.voiceAgentVersions.publish({ voiceAgentId: id, version: '1' })
  await app.client.voiceAgents.delete(id)
  await app.drain()
  expect(heard.map((line) => line.split(' ', 1)[0])).toEqual([
    'agent.created',
    'agent.updated',
    'agent.published',
    'agent.deleted',
  ])
  expect(heard[2]).toContain('"version":2,"live_version":1')
})
