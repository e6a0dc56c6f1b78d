import { ParleyError } from '@parley/sdk'
import { expect, expectTypeOf, test } from 'vitest'
import { patient, someId } from './agents.ts'
import { startTestApp } from './test-app.ts'

test('an agent lives through the client: saved, compared, published, copied and deleted', async () => {
  await using app = await startTestApp({ environment: patient })
  const { voiceAgents, voiceAgentVersions } = app.client
  const agent = await voiceAgents.create({
    name: 'Reception',
    conversation: { preamble: 'You answer the calls of Acme.' },
  })
  expectTypeOf(agent.name).toEqualTypeOf<string>()
  const changed = await voiceAgents.update(agent.id, { callSettings: { maxCallDuration: 600 } })
  expect(changed.callSettings.maxCallDuration).toBe(600)

  const diff = await voiceAgentVersions.diff(agent.id, { from: '1', to: '2' })
  expect(diff.changes.map(({ path }) => path)).toEqual(['callSettings.maxCallDuration'])
  await voiceAgentVersions.publish({ voiceAgentId: agent.id, version: '1' })
  const environments = await voiceAgentVersions.environments(agent.id)
  expect(environments.map(({ name, version }) => [name, version])).toEqual([
    ['draft', 2],
    ['live', 1],
  ])

  const copy = await voiceAgents.clone(
    { agentName: 'Night desk' },
    { query: { voiceAgentId: agent.id } },
  )
  expect(copy.agentName).toBe('Night desk')
  expect(await voiceAgents.delete(agent.id)).toEqual({ id: agent.id, deleted: true })
})

test('every agent is walked once, page by page', async () => {
  await using app = await startTestApp({ environment: patient })
  const names = Array.from({ length: 7 }, (_, index) => `Agent ${index}`)
  for (const name of names) await app.client.voiceAgents.create({ name })
  const found: string[] = []
  for await (const { name } of app.client.voiceAgents.all({ take: 3, sortField: 'name' })) {
    found.push(name)
  }
  expect(found).toEqual(names)
})

test('a refusal says its code, its details and its request', async () => {
  await using app = await startTestApp()
  const error: unknown = await app.client.voiceAgents.get(someId).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(ParleyError)
  expect(error).toMatchObject({
    status: 404,
    code: 'AGENT_NOT_FOUND',
    requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
  await expect(app.client.voiceAgents.create({ name: '' })).rejects.toMatchObject({
    code: 'VALIDATION_ERROR',
    details: { field: 'name' },
  })
})

test('knowledge is uploaded as a file and listed', async () => {
  await using app = await startTestApp()
  const { knowledge } = app.client
  const text = 'Acme delivers on weekdays between nine and five, and on Saturdays until noon.'
  await knowledge.upload(new Blob([text]), { itemName: 'Delivery' }, { fileName: 'delivery.txt' })
  const page = await knowledge.list()
  expect(page.items.map(({ itemName, type }) => [itemName, type])).toEqual([['Delivery', 'FILE']])
})

test('calls are listed, exported as a spreadsheet and walked', async () => {
  await using app = await startTestApp()
  const { agentCalls } = app.client
  expect(await agentCalls.list({ take: 5 })).toEqual({ total: 0, filtered: 0, conversations: [] })
  const file = await agentCalls.export.file()
  expect(Buffer.from(await file.arrayBuffer()).subarray(0, 2).toString()).toBe('PK')
  for await (const call of agentCalls.all({})) throw new Error(`nobody called, yet ${call.id}`)
})
