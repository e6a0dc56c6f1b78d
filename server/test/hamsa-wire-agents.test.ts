import { expect, test } from 'vitest'
import { startTestApp } from './test-app.ts'
import { type Step, walk } from './wire-walk.ts'

// What clients of Hamsa's API send and read, one step after another. The sections are those of the notes
// on its wire shapes.

const patient = { STANDARD_REQUESTS_PER_MINUTE: '10000', OUTBOUND_ALLOW: '127.0.0.1' }
const text = expect.any(String) as string
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string
const someId = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'
const refused = (code: number) => ({
  success: false,
  error: { code, message: text },
  message: text,
  messageKey: text,
})

test('section 4: speech of the vendor’s own clients, with status 200 and both shapes', async () => {
  await using app = await startTestApp({ environment: patient })
  const audioBase64 = Buffer.alloc(32_000).toString('base64')
  expect(
    await walk(app, [
      {
        send: [
          'POST',
          '/v1/realtime/stt',
          { audioBase64, language: 'en', isEosEnabled: false, eosThreshold: 0.3 },
        ],
        answers: { success: true, message: text, text, data: { text } },
      },
      {
        send: [
          'POST',
          '/v1/realtime/tts-stream',
          { speaker: 'Emma', dialect: 'en', text: 'Hello there.', mulaw: false },
        ],
        // A body of sound is not JSON; that it is there is all that is read here.
        answers: expect.stringMatching(/^RIFF/) as object,
      },
    ]),
  ).toEqual({})
})

test('section 5: every scheme of authorization, envelopes, codes, lists and limits', async () => {
  await using app = await startTestApp({ environment: { STANDARD_REQUESTS_PER_MINUTE: '9' } })
  const { apiKey } = app.owner
  const call = (headers: Record<string, string>, path = '/v2/voice-agents') =>
    app.call('GET', path, { key: null, headers })
  for (const headers of [
    { authorization: `Token ${apiKey}` },
    { authorization: `Bearer ${apiKey}` },
    { 'x-api-key': apiKey },
  ]) {
    const reply = await call(headers)
    expect(reply).toMatchObject({
      status: 200,
      body: { success: true, message: 'success', data: { total: 0, filtered: 0, voiceAgents: [] } },
    })
    for (const name of ['limit', 'remaining', 'reset']) {
      expect(Number(reply.headers.get(`x-ratelimit-${name}`)), name).toBeGreaterThanOrEqual(0)
    }
  }
  const stranger = await call({ authorization: 'Token nobody' })
  expect(stranger).toMatchObject({ status: 401, body: refused(10_401) })
  await walk(app, [
    { send: ['GET', `/v2/voice-agents/${someId}`], status: 404, answers: refused(10_404) },
    { send: ['GET', '/v2/voice-agents?take=x'], status: 400, answers: refused(10_400) },
    { send: ['POST', '/v2/voice-agents', {}], status: 400, answers: refused(10_400) },
  ])
  const replies = await Promise.all(Array.from({ length: 10 }, () => call({ 'x-api-key': apiKey })))
  const limited = replies.find(({ status }) => status === 429)
  expect(limited?.body).toMatchObject(refused(10_429))
  expect(Number(limited?.headers.get('retry-after'))).toBeGreaterThan(0)
})

const agentSteps: readonly Step[] = [
  {
    send: [
      'POST',
      '/v2/voice-agents',
      {
        type: 'Single Prompt',
        name: 'Reception',
        conversation: {
          greetingMessage: 'Hello {{name}}.',
          greetingMessageType: 'TEXT',
          preamble: 'You answer calls.',
          pokeMessages: ['Are you there?'],
          params: { name: 'Ann' },
          alignment: { greetingMessage: 'ltr', preamble: 'ltr' },
        },
        voice: { voiceId: 'Emma', lang: 'en-US' },
        llm: { provider: 'OpenAI', model: 'GPT-4.1-Mini', temperature: 0.2 },
        callSettings: { responseDelay: 400, noiseCancellation: 'telephony-optimized' },
        outcomeResponseShape: { type: 'object', properties: { booked: { type: 'boolean' } } },
        webhookUrl: null,
      },
    ],
    keeps: ['agent', 'id'],
    answers: {
      success: true,
      message: 'Voice agent created successfully',
      messageKey: 'VoiceAgentCreatedSuccessfully',
      data: {
        id: uuid,
        type: 'Single Prompt',
        conversation: { greetingMessageType: 'TEXT', params: { name: 'Ann' } },
        voice: {
          lang: 'en',
          voiceId: 'Emma',
          voiceRecordId: 'Emma',
          voiceRecord: { id: 'Emma', name: 'Emma', provider: text, language: 'en', image: null },
          ttsParams: {},
        },
        llm: { apiKey: null },
        callSettings: { silenceThreshold: 800, userInactivityTimeout: 15, maxCallDuration: 300 },
        tools: [],
        resolvedWebTools: [],
        knowledgeBaseItemsIds: [],
        voiceDictionaryIds: [],
        phoneNumber: null,
        createdAt: text,
        updatedAt: text,
        account: { plan: null },
      },
    },
  },
  {
    send: [
      'GET',
      '/v2/voice-agents?skip=1&take=10&sortField=createdAt&sortOrder=asc&language[]=en',
    ],
    answers: {
      success: true,
      data: { total: 1, filtered: 1, voiceAgents: [{ id: '<agent>', name: 'Reception' }] },
    },
  },
  {
    send: ['GET', '/v2/voice-agents/<agent>'],
    answers: { success: true, data: { id: '<agent>' } },
  },
  {
    send: ['PATCH', '/v2/voice-agents/<agent>', { conversation: { preamble: 'You are brief.' } }],
    answers: {
      messageKey: 'VoiceAgentUpdatedSuccessfully',
      data: { conversation: { preamble: 'You are brief.', greetingMessage: 'Hello {{name}}.' } },
    },
  },
  {
    send: ['POST', '/v1/voice-agents', { agentName: 'Old' }],
    keeps: ['old', 'id'],
    answers: {
      success: true,
      data: {
        id: uuid,
        agentName: 'Old',
        lang: 'ar',
        tools: {},
        webToolsIds: [],
        isTemplate: false,
      },
    },
  },
  {
    send: ['GET', '/v1/voice-agents?skip=1&take=10'],
    answers: { data: { total: 2, filtered: 2, voiceAgents: [{}, {}] } },
  },
  { send: ['GET', '/v1/voice-agents/<old>'], answers: { data: { agentName: 'Old' } } },
  {
    send: ['PATCH', '/v1/voice-agents/<old>', { preamble: 'Be kind.' }],
    answers: { data: { agentName: 'Old', preamble: 'Be kind.' } },
  },
  {
    send: ['POST', '/v1/voice-agents/clone?voiceAgentId=<agent>', { agentName: 'Copy' }],
    answers: { data: { agentName: 'Copy', preamble: 'You are brief.', phoneNumber: null } },
  },
  { send: ['DELETE', '/v1/voice-agents/<old>'], answers: { success: true } },
]

test('section 6: agents of both versions', async () => {
  await using app = await startTestApp({ environment: patient })
  expect(await walk(app, agentSteps)).toMatchObject({ agent: uuid, old: uuid })
})

const numberSteps: readonly Step[] = [
  { send: ['POST', '/v2/voice-agents', { name: 'A' }], keeps: ['agent', 'id'], answers: {} },
  {
    send: [
      'POST',
      '/v1/voice-agents/phone-number',
      {
        type: 'TWILIO',
        phoneNumber: '+12025550123',
        label: 'Sales',
        twilioAccountSid: 'AC1',
        twilioAuthToken: 't',
      },
    ],
    keeps: ['number', 'id'],
    answers: { success: true, data: { number: '+12025550123', label: 'Sales', type: 'TWILIO' } },
  },
  {
    send: [
      'POST',
      '/v1/voice-agents/assign-number',
      { voiceAgentId: '<agent>', phoneNumber: '+12025550123' },
    ],
    answers: { data: { voiceAgentId: '<agent>', voiceAgent: { id: '<agent>', name: 'A' } } },
  },
  {
    send: ['GET', '/v2/voice-agents/<agent>'],
    answers: { data: { phoneNumber: { type: 'TWILIO', id: '<number>' } } },
  },
  {
    send: ['GET', '/v1/voice-agents/phone-number?pid=<number>'],
    answers: { data: { id: '<number>' } },
  },
  {
    send: ['GET', '/v1/voice-agents/phone-number/list?voiceAgentId=<agent>&provider=TWILIO'],
    answers: { data: [{ id: '<number>' }] },
  },
  { send: ['GET', '/v1/voice-agents/phone-number'], answers: { data: [{ id: '<number>' }] } },
  {
    send: ['POST', '/v1/voice-agents/unassign', { phoneNumber: '+12025550123' }],
    answers: { data: { id: '<number>', voiceAgentId: null } },
  },
  {
    send: ['DELETE', '/v1/voice-agents/phone-number', { phoneNumber: '+12025550123' }],
    answers: { success: true },
  },
]

test('section 7.1: phone numbers', async () => {
  await using app = await startTestApp({ environment: patient })
  expect(await walk(app, numberSteps)).toMatchObject({ agent: uuid, number: uuid })
})
