import { FlatVoiceAgent, NewAgent, VoiceAgent } from '@parley/contract'
import { expect, test } from 'vitest'
import { wishesOf } from './body-rules.ts'
import { definitionAfter } from './merge-rules.ts'
import { toFlatVoiceAgent, toVoiceAgent } from './reply-rules.ts'

const id = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'
const ofNode = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02'
const workspaceId = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f03'

/** As it would be read, had it been saved. */
function agentOf(body: object) {
  const parsed = definitionAfter(undefined, wishesOf(NewAgent.parse({ name: 'A', ...body })))
  if (!parsed.success) throw parsed.error
  return {
    workspaceId,
    id,
    newest: 3,
    liveVersion: 2,
    number: 3,
    definition: parsed.data,
    hasLlmKey: false,
    hasWebhookSecret: true,
    numbers: [],
    voiceRecord: null,
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
  }
}

const number = { type: 'TWILIO' as const, id, number: '+12025550123', label: 'Sales' }
const unnumbered = agentOf({
  tools: [
    {
      persistentId: 'p-1',
      toolId: id,
      version: 2,
      toolType: 'function',
      testResult: { ok: true },
      overrides: { params: { city: { value: 'Leeds' } } },
    },
    { toolId: ofNode, nodeId: 'n1' },
  ],
  knowledgeBaseItemsIds: [id, id],
  voiceDictionaryIds: [id],
  phoneNumber: { type: 'TWILIO', id },
})
const named = { ...unnumbered, numbers: [number] }
const common = {
  id,
  projectId: workspaceId,
  version: 3,
  liveVersion: 2,
  knowledgeBaseItemsIds: [id],
  voiceDictionaryIds: [id],
  phoneNumber: number,
  phoneNumbers: [number],
  webhookAuth: { authKey: null, authSecret: '***' },
}

test('what an agent names is answered as v2 binds it', () => {
  const tool = { id, name: 'look_up_order' }
  const shown = toVoiceAgent(named, [tool])
  expect(VoiceAgent.parse(shown)).toEqual(shown)
  expect(shown).toMatchObject({
    ...common,
    tools: [
      {
        persistentId: 'p-1',
        toolId: id,
        version: 2,
        toolType: 'FUNCTION',
        nodeId: null,
        testResult: { ok: true },
        overrides: { params: { city: { value: 'Leeds' } } },
      },
      { persistentId: null, toolId: ofNode, nodeId: 'n1', overrides: {} },
    ],
    resolvedWebTools: [tool],
  })
})

test('v1 has ids and overrides of the tools that belong to no node', () => {
  const shown = toFlatVoiceAgent(named)
  expect(FlatVoiceAgent.parse(shown)).toEqual(shown)
  expect(shown).toMatchObject({
    ...common,
    webToolsIds: [id],
    webToolsOverrides: { [id]: { params: { city: { value: 'Leeds' } } } },
  })
})

test('lists leave flows out', () => {
  expect(toVoiceAgent(named, [], { workflow: false })).not.toHaveProperty('workflow')
  expect(toVoiceAgent(named, [])).toHaveProperty('workflow', null)
})
