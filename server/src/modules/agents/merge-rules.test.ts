import { AgentChanges, type AgentDefinition, NewAgent } from '@parley/contract'
import { expect, test } from 'vitest'
import { wishesOf } from './body-rules.ts'
import { definitionAfter } from './merge-rules.ts'

const tool = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'
const other = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f02'

/** Through the same doors as a request. */
function create(body: object): AgentDefinition {
  const wishes = wishesOf(NewAgent.parse({ name: 'Sara', ...body }))
  return sound(definitionAfter(undefined, wishes))
}

function change(former: AgentDefinition, body: object): AgentDefinition {
  return sound(definitionAfter(former, wishesOf(AgentChanges.parse(body))))
}

function sound(parsed: ReturnType<typeof definitionAfter>): AgentDefinition {
  if (!parsed.success) throw parsed.error
  return parsed.data
}

test('nested, flat and short bodies of one agent become one definition', () => {
  const nested = create({
    conversation: { greetingMessage: 'Hello', preamble: 'Help.', greetingMessageType: 'TEXT' },
    voice: { voiceId: 'v1', lang: 'en-US' },
    llm: { provider: 'openai', model: 'GPT-4.1', temperature: 0.7 },
    callSettings: { responseDelay: 300, noiseCancellation: 'telephony_optimized' },
    tools: [{ toolId: tool, overrides: { a: { value: 1 } } }],
  })
  const flat = create({
    greetingMessage: 'Hello',
    preamble: 'Help.',
    greetingMessageType: 'STATIC',
    voiceId: 'v1',
    lang: 'en',
    llmConfig: { provider: 'OpenAI', modelName: 'GPT-4.1', temperature: 0.7 },
    responseDelay: 300,
    noiseCancellation: 'telephony-optimized',
    webToolsIds: [tool],
    webToolsOverrides: { [tool]: { a: { value: 1 } } },
  })
  expect(flat).toEqual(nested)
  const short = create({ preamble: 'Help.', greeting: 'Hello', language: 'en-US', voiceId: 'v1' })
  expect(short).toMatchObject({
    conversation: { greetingMessage: 'Hello', preamble: 'Help.' },
    voice: { voiceId: 'v1', lang: 'en' },
  })
  const { alignment, params } = short.conversation
  expect([alignment, params]).toEqual([{ greetingMessage: null, preamble: null }, {}])
})

test('where one thing is said twice, the nested one counts', () => {
  const both = create({ voiceId: 'flat', voice: { voiceId: 'nested' }, lang: 'ar' })
  expect(both.voice).toMatchObject({ voiceId: 'nested', lang: 'ar' })
})

test('objects are merged, lists replaced whole, and null puts a default back', () => {
  const former = create({
    callSettings: { responseDelay: 300, interrupt: false },
    conversation: { params: { a: 1, b: { c: 2, d: 3 } }, pokeMessages: ['Hello?', 'Anybody?'] },
    outcomeResponseShape: { properties: { old: { type: 'string' } } },
    llm: { provider: 'Groq' },
  })
  const after = change(former, {
    callSettings: { responseDelay: null, maxCallDuration: 600 },
    conversation: { params: { a: null, b: { c: 9 } }, pokeMessages: ['Hm?'] },
    outcomeResponseShape: { properties: { fresh: { type: 'number' } } },
    llm: { temperature: 1 },
  })
  expect(after.callSettings).toMatchObject({
    responseDelay: 400,
    maxCallDuration: 600,
    interrupt: false,
  })
  expect(after.conversation).toMatchObject({ params: { b: { c: 9, d: 3 } }, pokeMessages: ['Hm?'] })
  expect(Object.keys(after.conversation.params)).toEqual(['b'])
  expect(Object.keys(after.outcomeResponseShape?.properties ?? {})).toEqual(['fresh'])
  expect(after.llm).toMatchObject({ provider: 'Groq', temperature: 1 })
  expect(change(after, { callSettings: null }).callSettings).toEqual(create({}).callSettings)
  expect(change(after, {})).toEqual(after)
})

test('nodes of a flow are replaced whole, its edges stay unless they are sent, and it makes a Flow Agent', () => {
  const start = { id: 's', type: 'start', transitions: [] }
  const edges = [{ source: 's', target: 's' }]
  const former = create({ workflow: { nodes: [start], edges, customVariables: '[{"name":"x"}]' } })
  expect(former).toMatchObject({
    type: 'Flow Agent',
    workflow: { customVariables: [{ name: 'x' }] },
  })
  const after = change(former, { workflow: { nodes: [{ ...start, id: 't' }] } })
  expect(after.workflow).toMatchObject({ edges, nodes: [{ id: 't' }] })
  expect(after.workflow?.nodes).toHaveLength(1)
})

test('ids of tools in the style of v1 leave tools of nodes and known overrides as they are', () => {
  const former = create({
    tools: [
      { toolId: tool, overrides: { a: { value: 1 } } },
      { toolId: other, nodeId: 'n1' },
    ],
  })
  const after = change(former, { webToolsIds: [other, tool] })
  expect(after.tools.map(({ toolId, nodeId, overrides }) => [toolId, nodeId, overrides])).toEqual([
    [other, 'n1', {}],
    [other, null, {}],
    [tool, null, { a: { value: 1 } }],
  ])
})

test('the switches of v1 under tools are settings', () => {
  const agent = create({
    tools: { genderDetection: true, smartCallEnd: true, googleCalendar: true },
  })
  expect(agent).toMatchObject({
    tools: [],
    googleCalendar: true,
    callSettings: { genderDetection: true, smartCallEnd: true },
  })
})

test('keys and secrets are wishes of their own, and *** keeps them', () => {
  const secretsOf = (body: object) => wishesOf(AgentChanges.parse(body)).secrets
  expect(secretsOf({ llm: { apiKey: 'k' }, webhookAuth: { authSecret: 's' } })).toEqual({
    llmApiKey: 'k',
    webhookSecret: 's',
  })
  expect(secretsOf({ llmConfig: { apiKey: '***' }, webhookAuth: { authSecret: '***' } })).toEqual(
    {},
  )
  expect(secretsOf({ llm: { apiKey: null }, webhookAuth: null })).toEqual({
    llmApiKey: null,
    webhookSecret: null,
  })
})
