import { agentEndpoints, flatAgentEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

const v1 = '/v1/voice-agents'
const v2 = '/v2/voice-agents'
const environment = { STANDARD_REQUESTS_PER_MINUTE: '10000' }
const uuid = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'
const publicUrl = 'https://93.184.215.14/hook'

/** Sends, expects success, and holds the reply against the contract. */
async function send<R extends z.ZodType>(
  app: TestApp,
  { method, reply }: { method: string; reply: R },
  path: string,
  body?: unknown,
) {
  const answer = await app.call(method, path, { body })
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
  return (reply.parse(answer.body) as { data: Record<string, unknown> }).data
}

const create = (app: TestApp, body: object) => send(app, agentEndpoints.create, v2, body)
const createFlat = (app: TestApp, body: object) => send(app, flatAgentEndpoints.create, v1, body)
const get = (app: TestApp, id: unknown) => send(app, agentEndpoints.get, `${v2}/${String(id)}`)
const getFlat = (app: TestApp, id: unknown) =>
  send(app, flatAgentEndpoints.get, `${v1}/${String(id)}`)

const callSettings = {
  interrupt: false,
  responseDelay: 1_500,
  silenceThreshold: 1,
  userInactivityTimeout: 60,
  maxCallDuration: 3_600,
  minInterruptionDuration: 0.2,
  vadActivationThreshold: 0.9,
  waitForUserToSpeakFirst: 2,
  noiseCancellation: 'telephony_optimized',
  cancelNoisePer: 'conversation',
  backgroundNoise: true,
  thinkingVoice: true,
  speakerIdentification: true,
  agenticRag: true,
  languageDialectSwitcher: true,
  enableAutoGainControl: true,
  sendDenoisedToStt: true,
  genderDetection: true,
  smartCallEnd: true,
  enhancedTurnTaking: true,
  promptEnhancer: 'Advanced',
  expressiveness: 1.5,
  sttModel: 'Hamsa-STT-S2',
}

test('every field of a v2 agent is stored and answered as v2 has it', async () => {
  await using app = await startTestApp({ environment })
  const body = {
    type: 'Single Prompt',
    name: 'Reception',
    conversation: {
      greetingMessage: 'Hello {{name}}',
      greetingMessageType: 'TEXT',
      preamble: 'You answer calls.',
      pokeMessages: ['Are you there?'],
      params: { name: 'you', plan: { tier: 1 } },
      alignment: { greetingMessage: 'rtl', preamble: 'ltr' },
    },
    voice: { voiceId: 'Amjad', lang: 'ar', ttsParams: { speed: 1.1 } },
    llm: { provider: 'OpenAI', model: 'GPT-4.1', temperature: 0.5, baseUrl: null, apiKey: 'k-1' },
    callSettings,
    tools: [
      {
        persistentId: 'p-1',
        toolId: uuid,
        version: 2,
        toolType: 'FUNCTION',
        nodeId: null,
        testResult: { ok: true },
        overrides: { params: { city: { value: 'Leeds' } } },
      },
    ],
    knowledgeBaseItemsIds: [uuid],
    voiceDictionaryIds: [uuid],
    phoneNumber: { type: 'TWILIO', id: uuid },
    webhookUrl: publicUrl,
    webhookAuth: { authKey: 'Bearer', authSecret: 's-1' },
    outcomeResponseShape: {
      type: 'object',
      properties: { interested: { type: 'boolean', description: 'Wants more' } },
      required: ['interested'],
    },
    somethingNew: 'is ignored',
  }
  const made = await create(app, body)
  const { somethingNew: _, ...sent } = body
  const stored = {
    ...sent,
    llm: { ...sent.llm, apiKey: '***' },
    webhookAuth: { authKey: 'Bearer', authSecret: '***' },
    projectId: app.owner.workspaceId,
    version: 1,
    liveVersion: 1,
    workflow: null,
  }
  expect(made).toMatchObject(stored)
  expect(await get(app, made.id)).toEqual(made)
  expect(await getFlat(app, made.id)).toMatchObject({
    agentName: 'Reception',
    greetingMessageType: 'STATIC',
    noiseCancellation: 'telephony-optimized',
    lang: 'ar',
    llmConfig: { provider: 'OpenAI', modelName: 'GPT-4.1', apiKey: '***' },
    webToolsIds: [uuid],
    webToolsOverrides: { [uuid]: { params: { city: { value: 'Leeds' } } } },
    tools: { genderDetection: true, smartCallEnd: true },
  })
})

test('a v1 agent needs a name alone, and has the defaults that v1 always had', async () => {
  await using app = await startTestApp({ environment })
  const made = await createFlat(app, { agentName: 'Sara' })
  expect(made).toMatchObject({
    agentName: 'Sara',
    type: 'Single Prompt',
    lang: 'ar',
    greetingMessage: '',
    greetingMessageType: null,
    preamble: 'You are a helpful assistant that will answer users questions.',
    pokeMessages: [],
    params: {},
    realTime: false,
    silenceThreshold: 800,
    interrupt: true,
    responseDelay: 400,
    userInactivityTimeout: 15,
    maxCallDuration: 300,
    minInterruptionDuration: 0.5,
    vadActivationThreshold: 0.5,
    waitForUserToSpeakFirst: 0,
    noiseCancellation: null,
    cancelNoisePer: 'conversation',
    llmConfig: { provider: null, modelName: null, baseUrl: null, apiKey: null, temperature: 0.2 },
    tools: { genderDetection: false, smartCallEnd: false },
    webToolsIds: [],
    webhookUrl: null,
    webhookAuth: null,
    outcomeResponseShape: null,
    isTemplate: false,
  })
})

test('every field of a v1 agent is stored and answered as v1 has it', async () => {
  await using app = await startTestApp({ environment })
  const { genderDetection, smartCallEnd, noiseCancellation: _, ...settings } = callSettings
  const body = {
    ...settings,
    agentName: 'Sara',
    description: 'Books visits',
    greetingMessage: 'مرحبا',
    greetingMessageType: 'PROMPT',
    preamble: 'Be kind.',
    lang: 'ar',
    pokeMessages: ['Still there?'],
    realTime: true,
    type: 'Single Prompt',
    outcome: 'Sum up what was agreed.',
    outcomeResponseShape: { type: 'object', properties: { date: { type: 'string' } }, required: [] },
    webhookUrl: publicUrl,
    webhookAuth: { authKey: 'bearer', authSecret: 'Bearer xyz' },
    voiceId: uuid,
    tools: { genderDetection, smartCallEnd },
    params: { clinic: 'North' },
    alignment: { greetingMessage: 'rtl', preamble: 'rtl' },
    webToolsIds: [uuid],
    webToolsOverrides: { [uuid]: { a: { value: 1, disabled: true } } },
    voiceDictionaryIds: [uuid],
    knowledgeBaseItemsIds: [uuid],
    noiseCancellation: 'telephony-optimized',
    llmConfig: { provider: 'Groq', modelName: 'openai/gpt-oss-120b', temperature: 0.1 },
    googleCalendarSettings: { calendarId: 'primary' },
  }
  const made = await createFlat(app, body)
  expect(made).toMatchObject({
    ...body,
    webhookAuth: { authKey: 'bearer', authSecret: '***' },
    llmConfig: { ...body.llmConfig, baseUrl: null, apiKey: null },
  })
  expect(await getFlat(app, made.id)).toEqual(made)
})

test('the short body of the integration guide makes an agent that speaks English', async () => {
  await using app = await startTestApp({ environment })
  const made = await create(app, {
    name: 'Customer Support Agent',
    preamble: 'You are a helpful customer support agent...',
    greeting: 'Hello! How can I help you today?',
    language: 'en-US',
    voiceId: 'voice_abc123',
  })
  expect(made).toMatchObject({
    conversation: {
      greetingMessage: 'Hello! How can I help you today?',
      preamble: 'You are a helpful customer support agent...',
    },
    voice: { voiceId: 'voice_abc123', lang: 'en' },
  })
})

const tokens = ['Token', 'Bearer'] as const

test('replies have the words that clients look for, whatever scheme the key comes with', async () => {
  await using app = await startTestApp({ environment })
  for (const scheme of tokens) {
    const headers = { authorization: `${scheme} ${app.owner.apiKey}` }
    const reply = await app.call('POST', v2, { key: null, headers, body: { name: 'A' } })
    expect(reply.body).toMatchObject({
      success: true,
      message: 'Voice agent created successfully',
      messageKey: 'VoiceAgentCreatedSuccessfully',
    })
    const changed = await app.call('PATCH', `${v2}/${reply.body.data.id}`, {
      key: null,
      headers,
      body: { name: 'B' },
    })
    expect(changed.body).toMatchObject({
      success: true,
      messageKey: 'VoiceAgentUpdatedSuccessfully',
      data: { name: 'B', version: 2 },
    })
  }
})

const refused: readonly (readonly [body: object, field: string])[] = [
  [{}, 'name'],
  [{ name: '' }, 'name'],
  [{ name: 'x'.repeat(151) }, 'name'],
  [{ name: 'a\0b' }, 'name'],
  [{ name: 'A', type: 'Robot' }, 'type'],
  [{ name: 'A', callSettings: { responseDelay: 99 } }, 'callSettings.responseDelay'],
  [{ name: 'A', responseDelay: 1_501 }, 'responseDelay'],
  [{ name: 'A', callSettings: { maxCallDuration: 3_601 } }, 'callSettings.maxCallDuration'],
  [{ name: 'A', callSettings: { userInactivityTimeout: 4 } }, 'callSettings.userInactivityTimeout'],
  [{ name: 'A', callSettings: { interrupt: 'yes' } }, 'callSettings.interrupt'],
  [{ name: 'A', callSettings: { vadActivationThreshold: 0.1 } }, 'callSettings.vadActivationThreshold'],
  [{ name: 'A', callSettings: { waitForUserToSpeakFirst: 3 } }, 'callSettings.waitForUserToSpeakFirst'],
  [{ name: 'A', callSettings: { noiseCancellation: 'a b' } }, 'callSettings.noiseCancellation'],
  [{ name: 'A', llm: { provider: 'Nobody' } }, 'llm.provider'],
  [{ name: 'A', llm: { temperature: 3 } }, 'llm.temperature'],
  [{ name: 'A', llm: { provider: 'custom' } }, 'llm.baseUrl'],
  [{ name: 'A', llm: { baseUrl: 'http://169.254.169.254/' } }, 'llm.baseUrl'],
  [{ name: 'A', voice: { lang: 'English please' } }, 'voice.lang'],
  [{ name: 'A', conversation: { greetingMessageType: 'SUNG' } }, 'conversation.greetingMessageType'],
  [{ name: 'A', conversation: { params: [] } }, 'conversation.params'],
  [{ name: 'A', conversation: { params: { a: 'b\0' } } }, 'conversation.params'],
  [{ name: 'A', conversation: { pokeMessages: Array(21).fill('?') } }, 'conversation.pokeMessages'],
  [{ name: 'A', tools: 'all' }, 'tools'],
  [{ name: 'A', knowledgeBaseItemsIds: ['x'] }, 'knowledgeBaseItemsIds.0'],
  [{ name: 'A', webhookUrl: 'http://127.0.0.1/' }, 'webhookUrl'],
  [{ name: 'A', webhookUrl: 'not an address' }, 'webhookUrl'],
  [{ name: 'A', webhookAuth: { authSecret: 'a\r\nb: c' } }, 'webhookAuth.authSecret'],
  [{ name: 'A', outcomeResponseShape: { a: { type: 'colour' } } }, 'outcomeResponseShape'],
  [{ name: 'A', workflow: { nodes: {} } }, 'workflow.nodes'],
]

test('a wrong value of a known field is refused by its name, and nothing is made', async () => {
  await using app = await startTestApp({ environment })
  for (const [body, field] of refused) {
    const reply = await app.call('POST', v2, { body })
    expect(reply, `${JSON.stringify(body)} ${JSON.stringify(reply.body)}`).toMatchObject({
      status: 400,
      body: {
        success: false,
        error: { code: 10_400, name: 'VALIDATION_ERROR', details: { field } },
        message: expect.any(String),
        messageKey: 'ValidationError',
      },
    })
  }
  const list = await send(app, agentEndpoints.list, v2)
  expect(list).toMatchObject({ total: 0 })
})

test('odd and hostile bodies are refused, never a bug', async () => {
  await using app = await startTestApp({ environment })
  const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) })
  const bodies: unknown[] = [
    [],
    'text',
    null,
    7,
    { name: { toString: 1 } },
    { name: 'A', conversation: 'x' },
    { name: 'A', conversation: { params: deep(400) } },
    { name: 'A', workflow: { nodes: Array(501).fill({ id: 'a', type: 'start' }) } },
    { name: 'A', workflow: { nodes: [null] } },
    { name: 'A', outcomeResponseShape: deep(400) },
    JSON.parse('{"name":"A","conversation":{"params":{"__proto__":{"polluted":true}}}}'),
    JSON.parse('{"name":"A","callSettings":{"__proto__":{"interrupt":false}}}'),
  ]
  for (const body of bodies) {
    const { status } = await app.call('POST', v2, { body })
    expect([200, 400], JSON.stringify(body)?.slice(0, 100)).toContain(status)
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('lists are paged by number, searched, filtered and sorted as clients of v2 ask', async () => {
  await using app = await startTestApp({ environment })
  const start = { nodes: [{ id: 's', type: 'start' }], edges: [] }
  await create(app, { name: 'Anna Support', language: 'en' })
  await create(app, { name: 'Béla 100% sales', language: 'ar' })
  await create(app, { name: 'Carla sales', language: 'fr', workflow: start })
  const names = async (query: string, list = v2) => {
    const data = await send(
      app,
      list === v2 ? agentEndpoints.list : flatAgentEndpoints.list,
      `${list}?${query}`,
    )
    const agents = data.voiceAgents as { name?: string; agentName?: string }[]
    return [data.total, data.filtered, ...agents.map(({ name, agentName }) => name ?? agentName)]
  }
  const [anna, bela, carla] = ['Anna Support', 'Béla 100% sales', 'Carla sales']
  expect(await names('')).toEqual([3, 3, anna, bela, carla])
  expect(await names('sortOrder=DESC&sortField=createdAt')).toEqual([3, 3, carla, bela, anna])
  expect(await names('take=2&skip=2&sortField=name')).toEqual([3, 3, carla])
  expect(await names('search=SALES')).toEqual([3, 2, bela, carla])
  expect(await names('search=100%25%20sales')).toEqual([3, 1, bela])
  expect(await names('search=_')).toEqual([3, 0])
  expect(await names('language=en&language=ar-SA')).toEqual([3, 2, anna, bela])
  expect(await names('language[]=fr')).toEqual([3, 1, carla])
  expect(await names('type=Flow%20Agent')).toEqual([3, 1, carla])
  expect(await names('projectId=anything&take=1', v1)).toEqual([3, 3, anna])
  for (const query of ['take=0', 'skip=0', 'take=101', 'sortField=secret', 'type=Robot']) {
    expect((await app.call('GET', `${v2}?${query}`)).status, query).toBe(400)
  }
})

test('a copy has everything but the phone number, its own webhook, and its own later', async () => {
  await using app = await startTestApp({ environment })
  const original = await create(app, {
    name: 'One',
    preamble: 'P',
    phoneNumber: { type: 'SIP', id: uuid },
    webhookUrl: publicUrl,
    llm: { apiKey: 'secret' },
  })
  const path = `${v1}/clone?voiceAgentId=${String(original.id)}`
  const copy = await send(app, agentEndpoints.clone, path, { agentName: 'Two' })
  expect(copy).toMatchObject({
    agentName: 'Two',
    preamble: 'P',
    phoneNumber: null,
    webhookUrl: publicUrl,
    version: 1,
    llmConfig: { apiKey: '***' },
  })
  expect(copy.id).not.toBe(original.id)
  expect((await app.call('POST', path, { body: {} })).status).toBe(400)
  expect((await app.call('POST', `${v1}/clone`, { body: { agentName: 'X' } })).status).toBe(400)
})

test('two changes made on one version do not undo each other', async () => {
  await using app = await startTestApp({ environment })
  const { id, version } = await create(app, { name: 'A' })
  const patch = (body: object) => app.call('PATCH', `${v2}/${String(id)}`, { body })
  const replies = await Promise.all([
    patch({ version, preamble: 'first' }),
    patch({ version, preamble: 'second' }),
  ])
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({
    error: { code: 10_409, name: 'CONFLICT', details: { newest: 2, expected: 1 } },
  })
  // Who does not say a version changes what is there, one after the other.
  const unsaid = await Promise.all([patch({ greeting: 'Hi' }), patch({ callSettings: { interrupt: false } })])
  expect(unsaid.map(({ status }) => status)).toEqual([200, 200])
  expect(await get(app, id)).toMatchObject({
    version: 4,
    conversation: { greetingMessage: 'Hi' },
    callSettings: { interrupt: false },
  })
})

test('a deleted agent is gone for every door', async () => {
  await using app = await startTestApp({ environment })
  const { id } = await create(app, { name: 'A' })
  const path = `${v2}/${String(id)}`
  expect((await app.call('DELETE', path)).body).toMatchObject({
    success: true,
    data: { id, deleted: true },
  })
  for (const method of ['GET', 'DELETE']) {
    expect(await app.call(method, path)).toMatchObject({
      status: 404,
      body: { error: { code: 10_404, name: 'AGENT_NOT_FOUND' } },
    })
  }
  expect(await send(app, agentEndpoints.list, v2)).toMatchObject({ total: 0, voiceAgents: [] })
})

const doors: readonly (readonly [method: string, path: (id: string) => string, body?: object])[] = [
  ['GET', (id) => `${v2}/${id}`],
  ['PATCH', (id) => `${v2}/${id}`, { name: 'Mine' }],
  ['DELETE', (id) => `${v2}/${id}`],
  ['GET', (id) => `${v1}/${id}`],
  ['PATCH', (id) => `${v1}/${id}`, { agentName: 'Mine' }],
  ['DELETE', (id) => `${v1}/${id}`],
  ['POST', (id) => `${v1}/clone?voiceAgentId=${id}`, { agentName: 'Mine' }],
  ['GET', (id) => `${v2}/${id}/versions`],
  ['GET', (id) => `${v2}/${id}/versions/1`],
  ['GET', (id) => `${v2}/${id}/versions/diff`],
  ['POST', (id) => `${v2}/${id}/versions/1/publish`],
  ['POST', (id) => `${v2}/${id}/versions/1/roll-back`, {}],
  ['GET', (id) => `${v2}/${id}/environments`],
  ['DELETE', (id) => `${v2}/${id}/environments/live`],
  ['GET', (id) => `${v2}/${id}/export`],
  ['PUT', (id) => `${v2}/${id}/workflow`, { nodes: [{ id: 's', type: 'start' }] }],
  ['POST', (id) => `${v2}/${id}/preview`, {}],
  ['POST', (id) => `${v2}/${id}/webhook/rotate-secret`],
]

test('an agent of another workspace does not exist, whatever is asked of it', async () => {
  await using app = await startTestApp({ environment })
  const { apiKey: key } = await app.newWorkspace()
  const theirs = await app.call('POST', v2, { key, body: { name: 'Canarybird' } })
  const id = theirs.body.data.id as string
  for (const [method, path, body] of doors) {
    const reply = await app.call(method, path(id), { ...(body && { body }) })
    expect(reply, `${method} ${path(id)}`).toMatchObject({
      status: 404,
      body: { error: { name: 'AGENT_NOT_FOUND' } },
    })
    expect(JSON.stringify(reply.body)).not.toContain('Canary')
  }
  expect((await app.call('GET', `${v2}/${id}`, { key })).body.data).toEqual(theirs.body.data)
  expect(await send(app, agentEndpoints.list, `${v2}?search=canary`)).toMatchObject({ total: 0 })
  const handing = {
    nodes: [{ id: 's', type: 'start' }, { id: 't', type: 'transfer_agent', agentId: id }],
    edges: [{ source: 's', target: 't' }],
  }
  expect(await app.call('POST', v2, { body: { name: 'A', workflow: handing } })).toMatchObject({
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
  await using app = await startTestApp({ environment })
  const { workspaceId } = app.owner
  const { id } = await create(app, { name: 'A' })
  const path = `${v2}/${String(id)}`
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

test('the SDK speaks to agents in types', async () => {
  await using app = await startTestApp({ environment })
  const made = await app.client.voiceAgents.create({ name: 'Typed', greeting: 'Hi' })
  expect(made.conversation.greetingMessage).toBe('Hi')
  const changed = await app.client.voiceAgents.update(made.id, { callSettings: { interrupt: false } })
  expect(changed.callSettings.interrupt).toBe(false)
  const { versions } = await app.client.voiceAgentVersions.list(made.id)
  expect(versions.map(({ number }) => number)).toEqual([2, 1])
})
