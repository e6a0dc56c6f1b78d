import { agentEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import { createAgent, patient, sendVoice, v1Agents, v2Agents } from '../../../test/agents.ts'
import { startTestApp } from '../../../test/test-app.ts'

const doors: readonly (readonly [method: string, path: (id: string) => string, body?: object])[] = [
  ['GET', (id) => `${v2Agents}/${id}`],
  ['PATCH', (id) => `${v2Agents}/${id}`, { name: 'Mine' }],
  ['DELETE', (id) => `${v2Agents}/${id}`],
  ['GET', (id) => `${v1Agents}/${id}`],
  ['PATCH', (id) => `${v1Agents}/${id}`, { agentName: 'Mine' }],
  ['DELETE', (id) => `${v1Agents}/${id}`],
  ['POST', (id) => `${v1Agents}/clone?voiceAgentId=${id}`, { agentName: 'Mine' }],
  ['GET', (id) => `${v2Agents}/${id}/versions`],
  ['GET', (id) => `${v2Agents}/${id}/versions/1`],
  ['GET', (id) => `${v2Agents}/${id}/versions/diff`],
  ['POST', (id) => `${v2Agents}/${id}/versions/1/publish`],
  ['POST', (id) => `${v2Agents}/${id}/versions/1/roll-back`, {}],
  ['GET', (id) => `${v2Agents}/${id}/environments`],
  ['DELETE', (id) => `${v2Agents}/${id}/environments/live`],
  ['GET', (id) => `${v2Agents}/${id}/export`],
  ['PUT', (id) => `${v2Agents}/${id}/workflow`, { nodes: [{ id: 's', type: 'start' }] }],
  ['POST', (id) => `${v2Agents}/${id}/preview`, {}],
  ['POST', (id) => `${v2Agents}/${id}/webhook/rotate-secret`],
]

test('an agent of another workspace does not exist, whatever is asked of it', async () => {
  await using app = await startTestApp({ environment: patient })
  const { apiKey: key } = await app.newWorkspace()
  const theirs = await app.call('POST', v2Agents, { key, body: { name: 'Canarybird' } })
  const id = theirs.body.data.id as string
  for (const [method, path, body] of doors) {
    const reply = await app.call(method, path(id), { ...(body && { body }) })
    expect(reply, `${method} ${path(id)}`).toMatchObject({
      status: 404,
      body: { error: { name: 'AGENT_NOT_FOUND' } },
    })
    expect(JSON.stringify(reply.body)).not.toContain('Canary')
  }
  expect((await app.call('GET', `${v2Agents}/${id}`, { key })).body.data).toEqual(theirs.body.data)
  expect(await sendVoice(app, agentEndpoints.list, `${v2Agents}?search=canary`)).toMatchObject({
    total: 0,
  })
  const handing = {
    nodes: [
      { id: 's', type: 'start' },
      { id: 't', type: 'transfer_agent', agentId: id },
    ],
    edges: [{ source: 's', target: 't' }],
  }
  expect(
    await app.call('POST', v2Agents, { body: { name: 'A', workflow: handing } }),
  ).toMatchObject({
    status: 400,
    body: {
      error: {
        name: 'INVALID_WORKFLOW',
        details: { problems: [{ code: 'unknown_agent', nodeId: 't' }] },
      },
    },
  })
})

test('managers change agents, reps and viewers read them, and keys do what their scopes say', async () => {
  await using app = await startTestApp({ environment: patient })
  const { workspaceId } = app.owner
  const { id } = await createAgent(app, { name: 'A' })
  const path = `${v2Agents}/${String(id)}`
  for (const [role, status] of [
    ['admin', 200],
    ['manager', 200],
    ['rep', 403],
    ['viewer', 403],
  ] as const) {
    const { userId } = await app.newMember(workspaceId, role)
    const scopes = ['read', 'write', 'delete'] as const
    const key = await app.newKey({ workspaceId, userId, scopes })
    const patched = await app.call('PATCH', path, { key, body: { preamble: role } })
    expect([role, patched.status]).toEqual([role, status])
    expect((await app.call('GET', path, { key })).status).toBe(200)
  }
  const { userId } = app.owner
  for (const [scope, method, status] of [
    ['agents:read', 'GET', 200],
    ['agents:read', 'PATCH', 403],
    ['agents:write', 'PATCH', 200],
    ['agents:write', 'DELETE', 403],
    ['contacts:read', 'GET', 403],
  ] as const) {
    const key = await app.newKey({ workspaceId, userId, scopes: [scope] })
    const body = method === 'PATCH' ? { body: { preamble: scope } } : {}
    const reply = await app.call(method, path, { key, ...body })
    expect([scope, method, reply.status]).toEqual([scope, method, status])
  }
})
