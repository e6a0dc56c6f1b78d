import { agentEndpoints } from '@parley/contract'
import { expect, test } from 'vitest'
import {
  createAgent,
  createFlatAgent,
  getAgent,
  getFlatAgent,
  patient,
  sendVoice,
  someId,
  v2Agents,
} from '../../../test/agents.ts'
import { startTestApp } from '../../../test/test-app.ts'

const publicUrl = 'https://93.184.215.14/hook'

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
  await using app = await startTestApp({ environment: patient })
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
        toolId: someId,
        version: 2,
        toolType: 'FUNCTION',
        nodeId: null,
        testResult: { ok: true },
        overrides: { params: { city: { value: 'Leeds' } } },
      },
    ],
    knowledgeBaseItemsIds: [someId],
    voiceDictionaryIds: [someId],
    phoneNumber: { type: 'TWILIO', id: someId },
    webhookUrl: publicUrl,
    webhookAuth: { authKey: 'Bearer', authSecret: 's-1' },
    outcomeResponseShape: {
      type: 'object',
      properties: { interested: { type: 'boolean', description: 'Wants more' } },
      required: ['interested'],
    },
    somethingNew: 'is ignored',
  }
  const made = await createAgent(app, body)
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
  expect(await getAgent(app, made.id)).toEqual(made)
  expect(await getFlatAgent(app, made.id)).toMatchObject({
    agentName: 'Reception',
    greetingMessageType: 'STATIC',
    noiseCancellation: 'telephony-optimized',
    lang: 'ar',
    llmConfig: { provider: 'OpenAI', modelName: 'GPT-4.1', apiKey: '***' },
    webToolsIds: [someId],
    webToolsOverrides: { [someId]: { params: { city: { value: 'Leeds' } } } },
    tools: { genderDetection: true, smartCallEnd: true },
  })
})

test('a v1 agent needs a name alone, and has the defaults that v1 always had', async () => {
  await using app = await startTestApp({ environment: patient })
  const made = await createFlatAgent(app, { agentName: 'Sara' })
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
  await using app = await startTestApp({ environment: patient })
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
    outcomeResponseShape: {
      type: 'object',
      properties: { date: { type: 'string' } },
      required: [],
    },
    webhookUrl: publicUrl,
    webhookAuth: { authKey: 'bearer', authSecret: 'Bearer xyz' },
    voiceId: someId,
    tools: { genderDetection, smartCallEnd },
    params: { clinic: 'North' },
    alignment: { greetingMessage: 'rtl', preamble: 'rtl' },
    webToolsIds: [someId],
    webToolsOverrides: { [someId]: { a: { value: 1, disabled: true } } },
    voiceDictionaryIds: [someId],
    knowledgeBaseItemsIds: [someId],
    noiseCancellation: 'telephony-optimized',
    llmConfig: { provider: 'Groq', modelName: 'openai/gpt-oss-120b', temperature: 0.1 },
    googleCalendarSettings: { calendarId: 'primary' },
  }
  const made = await createFlatAgent(app, body)
  expect(made).toMatchObject({
    ...body,
    webhookAuth: { authKey: 'bearer', authSecret: '***' },
    llmConfig: { ...body.llmConfig, baseUrl: null, apiKey: null },
  })
  expect(await getFlatAgent(app, made.id)).toEqual(made)
})

test('the short body of the integration guide makes an agent that speaks English', async () => {
  await using app = await startTestApp({ environment: patient })
  const made = await createAgent(app, {
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
  await using app = await startTestApp({ environment: patient })
  for (const scheme of tokens) {
    const headers = { authorization: `${scheme} ${app.owner.apiKey}` }
    const reply = await app.call('POST', v2Agents, { key: null, headers, body: { name: 'A' } })
    expect(reply.body).toMatchObject({
      success: true,
      message: 'Voice agent created successfully',
      messageKey: 'VoiceAgentCreatedSuccessfully',
    })
    const changed = await app.call('PATCH', `${v2Agents}/${reply.body.data.id}`, {
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
  [
    { name: 'A', callSettings: { vadActivationThreshold: 0.1 } },
    'callSettings.vadActivationThreshold',
  ],
  [
    { name: 'A', callSettings: { waitForUserToSpeakFirst: 3 } },
    'callSettings.waitForUserToSpeakFirst',
  ],
  [{ name: 'A', callSettings: { noiseCancellation: 'a b' } }, 'callSettings.noiseCancellation'],
  [{ name: 'A', llm: { provider: 'Nobody' } }, 'llm.provider'],
  [{ name: 'A', llm: { temperature: 3 } }, 'llm.temperature'],
  [{ name: 'A', llm: { provider: 'custom' } }, 'llm.baseUrl'],
  [{ name: 'A', llm: { baseUrl: 'http://169.254.169.254/' } }, 'llm.baseUrl'],
  [{ name: 'A', voice: { lang: 'English please' } }, 'voice.lang'],
  [
    { name: 'A', conversation: { greetingMessageType: 'SUNG' } },
    'conversation.greetingMessageType',
  ],
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
  await using app = await startTestApp({ environment: patient })
  for (const [body, field] of refused) {
    const reply = await app.call('POST', v2Agents, { body })
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
  const list = await sendVoice(app, agentEndpoints.list, v2Agents)
  expect(list).toMatchObject({ total: 0 })
})
