import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'

const v2 = '/v2/voice-agents'
const environment = { STANDARD_REQUESTS_PER_MINUTE: '10000' }
const uuid = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'

const workflow = {
  nodes: [
    {
      id: 's',
      type: 'start',
      subType: 'conversation',
      label: 'Hello',
      message: 'Hi {{name}}',
      messageType: 'static',
      position: { x: 1, y: 2 },
      metadata: { version: '1' },
      transitions: [
        {
          id: 't',
          priority: 1,
          targetNodeId: 'e',
          condition: { type: 'natural_language', prompt: 'Done' },
        },
      ],
    },
    { id: 'e', type: 'end_call', label: 'Bye', extra: { kept: [1, 2] } },
  ],
  edges: [{ id: 'x', source: 's', target: 'e', sourceHandle: 'transition-t', animated: true }],
  customVariables: [{ name: 'name', type: 'string' }],
}

test('a flow survives the way out and in again, with fields that nothing here reads', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents } = app.client
  const made = await voiceAgents.create({
    name: 'Flow',
    workflow,
    tools: [{ toolId: uuid, nodeId: 's' }],
    llm: { apiKey: 'secret' },
    webhookAuth: { authKey: 'Bearer', authSecret: 'secret' },
  })
  expect(made).toMatchObject({ type: 'Flow Agent', workflow })
  const file = await voiceAgents.export(made.id)
  expect(JSON.stringify(file)).not.toContain('secret')
  const again = await voiceAgents.import({ ...file, name: 'Again' })
  expect(again).toMatchObject({ name: 'Again', workflow, tools: [{ toolId: uuid }] })

  const elsewhere = app.clientOf((await app.newWorkspace()).apiKey)
  expect(await elsewhere.voiceAgents.import(file)).toMatchObject({
    name: 'Flow',
    workflow,
    tools: [],
  })
})

test('files of Hamsa’s API are taken: replies with an agent, and flows alone', async () => {
  await using app = await startTestApp({ environment })
  const { voiceAgents } = app.client
  const agent = {
    id: uuid,
    name: 'Theirs',
    type: 'Flow Agent',
    conversation: { preamble: 'P' },
    workflow: { ...workflow, customVariables: JSON.stringify(workflow.customVariables) },
    knowledgeBaseItemsIds: [uuid],
    createdAt: '2026-01-01T00:00:00Z',
  }
  const reply = { success: true, message: 'success', data: agent }
  const taken = await voiceAgents.import(reply)
  expect(taken).toMatchObject({
    name: 'Theirs',
    workflow: { customVariables: workflow.customVariables },
    knowledgeBaseItemsIds: [],
  })
  expect(taken.id).not.toBe(uuid)
  const { id } = await voiceAgents.create({ name: 'Plain' })
  const flowing = await voiceAgents.importFlow(id, { ...workflow })
  expect(flowing).toMatchObject({ id, type: 'Flow Agent', version: 2, workflow })
  expect((await app.call('PUT', `${v2}/${id}/workflow`, { body: { a: 1 } })).status).toBe(400)
  expect(await voiceAgents.import({ ...workflow, name: 'Flow alone' })).toMatchObject({
    type: 'Flow Agent',
    name: 'Flow alone',
  })
})

test('a flow that would not work is refused with the node, and can be checked without saving', async () => {
  await using app = await startTestApp({ environment })
  const broken = {
    ...workflow,
    nodes: [...workflow.nodes, { id: 'lost', type: 'conversation', label: 'Lost' }],
  }
  const reply = await app.call('POST', v2, { body: { name: 'A', workflow: broken } })
  expect(reply).toMatchObject({
    status: 400,
    body: {
      message: 'Node "Lost" (lost) cannot be reached from the start.',
      error: {
        code: 10_400,
        name: 'INVALID_WORKFLOW',
        details: {
          field: 'workflow',
          problems: [{ code: 'unreachable', nodeId: 'lost', label: 'Lost' }],
        },
      },
    },
  })
  expect(await app.client.voiceAgents.check({ workflow: broken })).toMatchObject({
    isValid: false,
    problems: [{ nodeId: 'lost' }],
  })
  expect(await app.client.voiceAgents.check({ workflow })).toEqual({
    isValid: true,
    problems: [],
    warnings: [],
  })
})

test('a Flow Agent without a flow begins with a greeting', async () => {
  await using app = await startTestApp({ environment })
  const made = await app.client.voiceAgents.create({
    name: 'A',
    type: 'Flow Agent',
    greeting: 'Hello',
  })
  expect(made.workflow).toMatchObject({ nodes: [{ type: 'start', message: 'Hello' }] })
})
