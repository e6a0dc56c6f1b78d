import { expect, test } from 'vitest'
import { holdTalk } from './agent-calls.ts'
import { startMediaApp } from './media-jobs.ts'
import { startReceiver } from './receiver.ts'
import { makeCaller, startCampaignApp } from './campaigns.ts'
import { startTestApp } from './test-app.ts'
import { type Step, walk } from './wire-walk.ts'

// What clients of Hamsa's API send and read, one step after another. The sections are those of the notes
// on its wire shapes.

const patient = { STANDARD_REQUESTS_PER_MINUTE: '10000', OUTBOUND_ALLOW: '127.0.0.1' }
const text = expect.any(String) as string
const count = expect.any(Number) as number
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/) as string
const someId = '0195b0a2-7c1e-7a34-9f10-2b8d5a6c0f01'

test('section 7.2: the knowledge base', async () => {
  await using app = await startTestApp({ environment: patient })
  const base = '/v1/voice-agents/knowledge-base'
  const content = 'Refunds take ten days, and go back to the card that was used for the payment.'
  expect(
    await walk(app, [
      { send: ['POST', '/v2/voice-agents', { name: 'A' }], keeps: ['agent', 'id'], answers: {} },
      {
        send: ['POST', base, { items: [{ itemName: 'Refunds', type: 'TEXT', content }] }],
        keeps: ['item', 'id'],
        answers: {
          success: true,
          data: {
            id: uuid,
            itemName: 'Refunds',
            type: 'TEXT',
            status: text,
            content,
            itemUrls: [],
          },
        },
      },
      {
        after: () => app.drain(),
        send: ['GET', `${base}/<item>`],
        answers: {
          data: { status: 'PROCESSED', failureReason: null, fileSize: text, wordsNumber: 16 },
        },
      },
      {
        send: ['PATCH', `${base}/<item>`, { itemName: 'Money back' }],
        answers: { data: { itemName: 'Money back' } },
      },
      {
        send: [
          'POST',
          `${base}/toggle-activation`,
          { voiceAgentId: '<agent>', knowledgeBaseItemId: '<item>', isActive: true },
        ],
        answers: {
          success: true,
          message: 'Item activated successfully!',
          messageKey: 'ItemActivatedSuccessfully',
        },
      },
      {
        send: ['GET', `${base}/list?voiceAgentId=<agent>&isActive=true&used=true&skip=1&take=10`],
        answers: { data: { total: 1, filtered: 1, items: [{ id: '<item>', isActive: true }] } },
      },
      { send: ['DELETE', `${base}/<item>`], answers: { success: true } },
    ]),
  ).toMatchObject({ agent: uuid, item: uuid })
})

test('section 7.3: web tools at both addresses, with both shapes of parameters', async () => {
  await using receiver = await startReceiver((response) => void response.end('{"ok":true}'))
  await using app = await startTestApp({ environment: patient })
  const tool = {
    type: 'FUNCTION',
    name: 'look_up',
    description: 'Finds an order.',
    async: false,
    messages: [{ type: 'REQUEST_START', content: 'One moment.' }],
    params: { order: { type: 'string', description: 'Number' } },
    toolSettings: { serverUrl: receiver.url, methodType: 'GET', timeOut: 5, httpHeaders: {} },
  }
  const schema = { type: 'object', properties: { order: { type: 'string' } }, required: ['order'] }
  const shown = {
    id: uuid,
    persistentId: text,
    version: 1,
    name: 'look_up',
    type: 'FUNCTION',
    isActive: false,
    async: false,
    toolSettings: { serverUrl: receiver.url, methodType: 'GET', timeout: 5_000 },
  }
  expect(
    await walk(app, [
      { send: ['POST', '/v2/voice-agents', { name: 'A' }], keeps: ['agent', 'id'], answers: {} },
      {
        send: ['POST', '/v2/web-tool', tool],
        keeps: ['tool', 'id'],
        answers: { messageKey: 'WebToolCreatedSuccessfully', data: shown },
      },
      {
        send: ['POST', '/v2/voice-agents/web-tool', { ...tool, name: 'other', params: schema }],
        answers: { success: true, data: { name: 'other' } },
      },
      {
        send: ['POST', '/v1/voice-agents/web-tool', { ...tool, name: 'third' }],
        answers: { success: true, data: { name: 'third' } },
      },
      {
        send: ['GET', '/v2/voice-agents/web-tool/list?type=FUNCTION&search=look&skip=1&take=10'],
        answers: { data: { total: 3, filtered: 1 } },
      },
      {
        send: ['PATCH', '/v2/voice-agents/web-tool/<tool>', { description: 'Finds orders.' }],
        answers: { data: { id: '<tool>', description: 'Finds orders.', version: 2 } },
      },
      { send: ['GET', '/v1/voice-agents/web-tool/<tool>'], answers: { data: { id: '<tool>' } } },
      {
        send: [
          'POST',
          '/v1/voice-agents/web-tool/toggle-activation',
          { voiceAgentId: '<agent>', webToolId: '<tool>', isActive: true },
        ],
        answers: { success: true },
      },
      {
        send: [
          'POST',
          '/v1/voice-agents/web-tool/test-api-tool',
          { projectId: 'p', serverUrl: receiver.url, method: 'GET', timeout: 5 },
        ],
        answers: expect.stringMatching(/event: attempt/) as object,
      },
    ]),
  ).toMatchObject({ agent: uuid, tool: uuid })
})

test('section 7.4: campaigns', async () => {
  await using app = await startCampaignApp()
  const { agentId, number } = await makeCaller(app)
  const base = '/v1/voice-agents/campaigns'
  const recipients = [
    {
      phoneNumber: '+442079460958',
      ignoreE164Validation: false,
      name: 'Ann',
      dynamicVariables: { plan: 'gold' },
    },
  ]
  const timeRange = { days: ['MONDAY'], startCallingTime: '09:00', endCallingTime: '17:00' }
  const campaign = {
    id: uuid,
    name: 'Spring',
    sendType: 'SCHEDULE',
    scheduledDate: text,
    scheduledTimezone: 'Europe/London',
    timeRange,
    reservedConcurrency: 1,
    projectId: app.owner.workspaceId,
    voiceAgentId: agentId,
    phoneNumberId: uuid,
    createdAt: text,
    updatedAt: text,
  }
  expect(
    await walk(app, [
      {
        send: [
          'POST',
          base,
          {
            name: 'Spring',
            phoneNumber: number,
            voiceAgentId: agentId,
            recipients,
            sendType: 'SCHEDULE',
            timeRange,
            reservedConcurrency: 1,
            scheduledDate: '2031-03-06T09:00:00Z',
            scheduledTimezone: 'Europe/London',
          },
        ],
        keeps: ['campaign', 'id'],
        answers: { messageKey: 'CAMPAIGN_CREATED_SUCCESSFULLY', data: campaign },
      },
      {
        send: ['GET', `${base}/<campaign>`],
        answers: {
          messageKey: 'CAMPAIGN_RETRIEVED_SUCCESSFULLY',
          data: {
            ...campaign,
            status: 'SCHEDULED',
            totalRecipients: 1,
            agentName: text,
            recipients: {
              pending: [
                {
                  id: uuid,
                  campaignId: '<campaign>',
                  phoneNumber: '+442079460958',
                  name: 'Ann',
                  dynamicVariables: { plan: 'gold' },
                  status: 'PENDING',
                  attempts: 0,
                  maxAttempts: 3,
                  jobId: null,
                  lastError: null,
                  completedAt: null,
                },
              ],
              queued: [],
              inProgress: [],
            },
          },
        },
      },
      {
        send: ['PATCH', `${base}/<campaign>`, { name: 'Summer' }],
        answers: { messageKey: 'CAMPAIGN_UPDATED_SUCCESSFULLY', data: { name: 'Summer' } },
      },
      { send: ['GET', base], answers: { data: { total: 1, filtered: 1, campaigns: [{}] } } },
      { send: ['POST', `${base}/<campaign>/cancel`], answers: { data: { status: 'CANCELLED' } } },
    ]),
  ).toMatchObject({ campaign: uuid })
})

test('section 8: jobs', async () => {
  await using app = await startMediaApp({ environment: patient })
  const model = 'Hamsa-General-V2.0'
  const mediaUrl = `${app.media.url}/talk.wav`
  const job = { id: uuid, title: text, type: 'TTS', status: text, createdAt: text, updatedAt: text }
  expect(
    await walk(app, [
      {
        send: [
          'POST',
          '/v1/jobs/transcribe',
          { mediaUrl, model, processingType: 'async', language: 'en', returnSrtFormat: true },
        ],
        keeps: ['heard', 'jobId'],
        answers: { success: true, message: text, data: { jobId: uuid } },
      },
      {
        send: [
          'POST',
          '/v2/jobs',
          {
            type: 'TRANSCRIPTION',
            apiKey: someId,
            mediaUrl,
            title: 'Talk',
            language: 'en',
            processingType: 'async',
          },
        ],
        answers: { messageKey: 'OPERATION_SUCCESSFUL', data: { jobId: uuid } },
      },
      {
        send: [
          'POST',
          '/v1/jobs/text-to-speech',
          { voiceId: 'Emma', text: 'Hello to all of you.' },
        ],
        keeps: ['said', 'id'],
        answers: { success: true, data: { ...job, ttsVoiceId: 'Emma' } },
      },
      {
        after: () => app.drain(),
        send: ['GET', '/v1/jobs?jobId=<said>'],
        answers: {
          message: text,
          data: { status: 'COMPLETED', jobResponse: { ttsMediaFile: text } },
        },
      },
      {
        send: ['GET', '/v1/jobs?jobId=<heard>'],
        answers: { data: { id: '<heard>', type: 'TRANSCRIPTION', model, status: text } },
      },
      {
        send: [
          'POST',
          `/v1/jobs/all?projectId=${app.owner.workspaceId}`,
          { sort: { field: 'createdAt', direction: 'desc' }, take: 10, skip: 1, type: 'TTS' },
        ],
        answers: {
          data: { total: 3, filtered: 1, jobs: [{ id: '<said>', type: 'TTS', url: text }] },
        },
      },
    ]),
  ).toMatchObject({ heard: uuid, said: uuid })
})

test('section 10: conversations and their logs', async () => {
  await using app = await startTestApp({ environment: patient })
  const { callId } = await holdTalk(app)
  const known = { call: callId }
  const call = {
    id: '<call>',
    type: 'VOICE_AGENTS',
    processingType: 'real-time',
    status: 'COMPLETED',
    jobResponse: { transcription: expect.any(Array) as unknown[], outcomeResult: {} },
    callParams: { userNumber: text, machineNumber: text },
    callDuration: count,
    channelType: text,
    callAnalysis: {},
    logs: [],
    performanceMetrics: {},
  }
  const steps: readonly Step[] = [
    {
      send: ['GET', '/v1/voice-agents/conversation/<call>?jobId=<call>'],
      answers: { success: true, data: call },
    },
    {
      send: [
        'GET',
        '/v1/voice-agents/conversations/minimal-list?status=COMPLETED&page=1&perPage=100',
      ],
      answers: {
        data: { total: 1, filtered: 1, calls: [{ id: '<call>', channelType: 'Telephone' }] },
      },
    },
    {
      send: ['POST', '/v1/voice-agents/conversations/list', { take: 10, skip: 1 }],
      answers: { data: { total: 1, filtered: 1 } },
    },
    {
      send: ['GET', '/v1/agent-analytics/logs?jobId=<call>'],
      answers: { success: true, data: [] },
    },
    {
      send: ['GET', '/v1/jobs?jobId=<call>'],
      answers: { data: { id: '<call>', type: 'VOICE_AGENTS' } },
    },
  ]
  await walk(app, steps, known)
})
