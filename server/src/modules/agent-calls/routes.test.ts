import { agentCallEndpoints as endpoints, type CallConversation } from '@parley/contract'
import { expect, test } from 'vitest'
import { beginCall, holdTalk, makeAgent, smallTalk, turnsOf } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { addTurns } from './add-turns.ts'
import { markAnswered } from './advance-call.ts'

const voice = '/v1/voice-agents'
const list = `${voice}/conversations/list`

const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/)
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)

/** Ids on the first page of the list with filters. */
async function idsOf(app: TestApp, body: object, key = app.owner.apiKey): Promise<string[]> {
  const { status, body: reply } = await app.call('POST', list, { body, key })
  expect([status, reply.message]).toEqual([200, 'success'])
  endpoints.list.reply.parse(reply)
  return (reply.data.conversations as { id: string }[]).map(({ id }) => id)
}

test('a call is answered with every field that Hamsa documents', async () => {
  await using app = await startTestApp()
  const agent = await makeAgent(app, { name: 'Sara' })
  const { callId } = await holdTalk(app, {
    agent,
    params: { user_id: 'u1' },
    end: { outcome: { resolved: true }, metrics: { sttProvider: 'fake' } },
  })
  // As the SDK asks.
  const { status, body } = await app.call(
    'GET',
    `${voice}/conversation/${callId}?jobId=${callId}`,
    {
      key: null,
      headers: { authorization: `Token ${app.owner.apiKey}` },
    },
  )
  expect(status).toBe(200)
  expect(body).toMatchObject({ success: true, messageKey: expect.any(String) })
  endpoints.get.reply.parse(body)
  expect(body.data).toMatchObject({
    id: callId,
    model: null,
    status: 'COMPLETED',
    type: 'VOICE_AGENTS',
    processingType: 'real-time',
    voiceAgentId: agent.id,
    apiKeyId: null,
    agentDetails: { id: agent.id, agentName: 'Sara', preamble: expect.any(String), lang: 'en' },
    jobResponse: {
      transcription: [
        { Agent: smallTalk[0]?.text },
        { User: smallTalk[1]?.text },
        { Agent: smallTalk[2]?.text },
        { User: smallTalk[3]?.text },
      ],
      outcomeResult: { user_id: 'u1', resolved: true },
      callStartedAt: expect.any(Number),
      callEndedAt: expect.any(Number),
    },
    createdAt: moment,
    updatedAt: moment,
    title: 'Sara · +442079460958',
    mediaUrl: null,
    callParams: { userNumber: '+442079460958', machineNumber: '+442079460000' },
    callDuration: expect.any(Number),
    channelType: 'Telephone',
    callAnalysis: {},
    voiceAgent: { voiceAgentWebTools: [], webTools: [], voiceAgentKnowledgeBases: [] },
    logs: [],
    performanceMetrics: { turns: 4, agentTalkSeconds: 4, sttProvider: 'fake' },
    projectId: app.owner.workspaceId,
    agentVersionId: agent.versionId,
  })
})

test('a call shows the tools and knowledge its agent had, but not where they lead', async () => {
  await using app = await startTestApp()
  const tool = await app.call('POST', '/v2/voice-agents/web-tool', {
    body: {
      type: 'FUNCTION',
      name: 'look_up_order',
      description: 'Looks an order up.',
      async: false,
      params: { order: { type: 'string', description: 'Its number.' } },
      toolSettings: {
        serverUrl: 'https://93.184.216.34/orders',
        methodType: 'GET',
        authToken: 'secret-of-the-shop',
      },
    },
  })
  const toolId = tool.body.data.id as string
  const agent = await makeAgent(app, { tools: [{ toolId }] })
  const { callId } = await holdTalk(app, { agent })
  const { body } = await app.call('GET', `${voice}/conversation/${callId}`)
  endpoints.get.reply.parse(body)
  expect(body.data.voiceAgent).toMatchObject({
    id: agent.id,
    webTools: [{ id: toolId, name: 'look_up_order', type: 'FUNCTION' }],
    voiceAgentWebTools: [{ webTool: { id: toolId } }],
  })
  expect(JSON.stringify(body)).not.toContain('93.184.216.34')
  expect(JSON.stringify(body)).not.toContain('secret-of-the-shop')
})

test('a call that goes on is shown as far as it is', async () => {
  await using app = await startTestApp()
  const call = await beginCall(app)
  const get = async () => {
    const { body } = await app.call('GET', `${voice}/conversation/${call.callId}`)
    return body.data as CallConversation
  }
  expect(await get()).toMatchObject({ status: 'PENDING', callDuration: 0, endReason: null })
  await app.db.transaction(async (tx) => {
    await markAnswered(tx, app.context, call)
    await addTurns(tx, app.context, call, turnsOf(['agent', 'Hello']))
  })
  expect(await get()).toMatchObject({
    status: 'IN_PROGRESS',
    jobResponse: { transcription: [{ Agent: 'Hello' }], callEndedAt: null },
  })
})

test('an agent that came with the call is shown as it came', async () => {
  await using app = await startTestApp()
  const details = {
    name: 'Inline',
    conversation: { preamble: 'Be brief.' },
    llm: { model: 'GPT-5' },
  }
  const { callId } = await beginCall(app, { agent: null })
  const withDetails = await holdTalk(app)
  await app.db.pool.query('update agent_call set agent_details = $2 where id = $1', [
    withDetails.callId,
    JSON.stringify(details),
  ])
  const get = async (id: string) => {
    const { body } = await app.call('GET', `${voice}/conversation/${id}`)
    return body.data as CallConversation
  }
  expect(await get(withDetails.callId)).toMatchObject({
    model: 'GPT-5',
    agentDetails: { agentName: 'Inline', preamble: 'Be brief.' },
  })
  expect(await get(callId)).toMatchObject({ model: null, agentDetails: null })
})

test('the short list has pages, agents, statuses and times', async () => {
  await using app = await startTestApp()
  const agent = await makeAgent(app)
  const first = await holdTalk(app, { agent })
  const second = await holdTalk(app, { end: { status: 'FAILED', endReason: 'failed' } })
  const third = await beginCall(app, { channel: 'Web', direction: 'web', toNumber: null })
  const get = async (query: string) => {
    const { body } = await app.call('GET', `${voice}/conversations/minimal-list${query}`)
    endpoints.minimalList.reply.parse(body)
    const { calls, ...counts } = body.data as {
      calls: { id: string }[]
      total: number
      filtered: number
    }
    return { ids: calls.map(({ id }) => id), calls, ...counts }
  }
  const all = await get('')
  expect(all).toMatchObject({ total: 3, filtered: 3 })
  expect(all.ids).toEqual([third.callId, second.callId, first.callId])
  expect(all.calls[2]).toEqual({
    id: first.callId,
    createdAt: moment,
    status: 'COMPLETED',
    voiceAgentId: agent.id,
    agentName: 'Reception',
    duration: expect.any(Number),
    channelType: 'Telephone',
    callParams: { machineNumber: '+442079460000', userNumber: '+442079460958' },
  })
  expect((await get('?page=2&perPage=2')).ids).toEqual([first.callId])
  expect((await get(`?voiceAgentId=${agent.id}`)).ids).toEqual([first.callId])
  expect((await get('?status=FAILED&status=PENDING')).ids).toEqual([third.callId, second.callId])
  expect((await get('?status=FAILED,PENDING')).filtered).toBe(2)
  const now = Date.now()
  expect((await get(`?startTime=${now - 60_000}&endTime=${now + 60_000}`)).filtered).toBe(3)
  expect((await get(`?endTime=${now - 60_000}`)).ids).toEqual([])
})

test('the list with filters finds calls by whatever clients send', async () => {
  await using app = await startTestApp()
  const agent = await makeAgent(app, { name: 'Booking' })
  const contact = await app.client.contacts.create({
    first_name: 'Nadia',
    email: 'n@lumen.example',
    phone: '+442079460111',
  })
  const booked = await holdTalk(app, { agent, toNumber: '+442079460111' })
  const web = await holdTalk(app, { channel: 'Web', direction: 'web', toNumber: null })
  const inbound = await beginCall(app, { direction: 'inbound', fromNumber: '+15551234567' })
  const cases: [object, string[]][] = [
    [{}, [inbound.callId, web.callId, booked.callId]],
    [{ take: 1, skip: 2 }, [web.callId]],
    [{ take: '2', skip: '2' }, [booked.callId]],
    [{ search: booked.callId }, [booked.callId]],
    [{ search: agent.id }, [booked.callId]],
    [{ search: '0111' }, [booked.callId]],
    [{ search: 'nadia' }, [booked.callId]],
    [{ search: '5551234' }, [inbound.callId]],
    [{ status: 'COMPLETED' }, [web.callId, booked.callId]],
    [{ status: ['pending', 'In Progress'] }, [inbound.callId]],
    [{ channel: 'TELEPHONE' }, [inbound.callId, booked.callId]],
    [{ channelType: ['web'] }, [web.callId]],
    [{ direction: 'Inbound' }, [inbound.callId]],
    [{ agentId: agent.id }, [booked.callId]],
    [{ filters: { voiceAgentId: [agent.id] } }, [booked.callId]],
    [{ voiceAgentId: [], status: null }, [inbound.callId, web.callId, booked.callId]],
    [{ startDate: '2020-01-01', endDate: Date.now() - 3_600_000 }, []],
    [
      { sort: { field: 'createdAt', direction: 'ASC' } },
      [booked.callId, web.callId, inbound.callId],
    ],
    [
      { projectId: app.owner.workspaceId, whatever: true },
      [inbound.callId, web.callId, booked.callId],
    ],
  ]
  for (const [body, ids] of cases) expect([body, await idsOf(app, body)]).toEqual([body, ids])
  const { body } = await app.call('POST', list, { body: { agentId: agent.id } })
  expect(body.data).toMatchObject({ total: 3, filtered: 1 })
  expect(body.data.conversations[0]).toMatchObject({
    id: booked.callId,
    title: 'Booking · Nadia',
    type: 'VOICE_AGENTS',
    contactId: contact.id,
    contactName: 'Nadia',
    hasRecording: false,
    outcomeResult: {},
  })
})

test('wrong values are refused by name, in both halves of the envelope', async () => {
  await using app = await startTestApp()
  const cases: [string, string, object | undefined, string][] = [
    ['POST', list, { take: 0 }, 'take'],
    ['POST', list, { take: 201 }, 'take'],
    ['POST', list, { skip: 'x' }, 'skip'],
    ['POST', list, { status: 'RINGING' }, 'status'],
    ['POST', list, { channel: 'pigeon' }, 'channel'],
    ['POST', list, { voiceAgentId: 'me' }, 'voiceAgentId'],
    ['POST', list, { startTime: 'soon' }, 'startTime'],
    ['POST', list, { startTime: -1 }, 'startTime'],
    ['POST', list, { startTime: 1e300 }, 'startTime'],
    ['POST', list, { sort: { field: 'password' } }, 'sort.field'],
    ['POST', list, { search: 'a\0b' }, 'search'],
    ['GET', `${voice}/conversations/minimal-list?perPage=201`, undefined, 'perPage'],
    ['GET', `${voice}/conversations/minimal-list?page=0`, undefined, 'page'],
    ['GET', `${voice}/conversation/1;drop`, undefined, 'conversationId'],
    ['GET', '/v1/agent-analytics/logs', undefined, 'jobId'],
    ['GET', '/v1/agent-analytics/overview?period=EVER', undefined, 'period'],
    ['GET', '/v1/agent-analytics/overview?period=CUSTOM', undefined, 'startPeriod'],
    ['GET', '/v1/agent-analytics/overview?timeDifference=9000', undefined, 'timeDifference'],
  ]
  for (const [method, path, sent, field] of cases) {
    const { status, body } = await app.call(method, path, { body: sent })
    expect([path, sent, status, body.error?.code]).toEqual([path, sent, 400, 10_400])
    expect(body).toMatchObject({ success: false, message: body.error.message })
    expect(JSON.stringify(body.error)).toContain(field)
  }
})

test('the calls of another workspace are not there', async () => {
  await using app = await startTestApp()
  const { callId } = await holdTalk(app)
  const { apiKey: key } = await app.newWorkspace()
  const paths = [
    ['GET', `${voice}/conversation/${callId}`],
    ['DELETE', `${voice}/conversation/${callId}`],
    ['GET', `/v1/agent-analytics/logs?jobId=${callId}`],
    ['GET', `${voice}/conversations/minimal-list?projectId=${app.owner.workspaceId}`],
    ['GET', `/v1/agent-analytics/overview?projectId=${app.owner.workspaceId}`],
  ] as const
  for (const [method, path] of paths) {
    const { status, body } = await app.call(method, path, { key })
    expect([path, status, body.error.code]).toEqual([path, 404, 10_404])
  }
  expect(await idsOf(app, {}, key)).toEqual([])
  const { body } = await app.call('GET', '/v1/agent-analytics/overview', { key })
  expect(body.data.totalCalls).toBe(0)
})

test('reps see the calls that are theirs', async () => {
  await using app = await startTestApp()
  const { workspaceId } = app.owner
  const { userId } = await app.newMember(workspaceId, 'rep')
  const key = await app.newKey({ workspaceId, userId, scopes: ['read', 'delete'] })
  const foreign = await holdTalk(app)
  const own = await holdTalk(app, { ownerId: userId })
  expect(await idsOf(app, {}, key)).toEqual([own.callId])
  const get = (id: string) => app.call('GET', `${voice}/conversation/${id}`, { key })
  expect([(await get(own.callId)).status, (await get(foreign.callId)).status]).toEqual([200, 404])
  const gone = await app.call('DELETE', `${voice}/conversation/${foreign.callId}`, { key })
  expect(gone.status).toBe(404)
})

test('a key without the right to read conversations is refused', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  const key = await app.newKey({ workspaceId, userId, scopes: ['deals:read'] })
  const { status, body } = await app.call('POST', list, { key, body: {} })
  expect([status, body.error.code]).toEqual([403, 10_403])
})

test('a deleted call takes with it all that was made of it', async () => {
  await using app = await startTestApp()
  const live = await beginCall(app)
  const { callId } = await holdTalk(app)
  await app.drain()
  const remove = (id: string) => app.call('DELETE', `${voice}/conversation/${id}`)
  expect((await remove(live.callId)).body.error).toMatchObject({ code: 10_409 })
  expect((await remove(callId)).body.data).toEqual({ id: callId, deleted: true })
  expect((await remove(callId)).status).toBe(404)
  for (const table of ['agent_call_turn', 'transcript', 'evaluation', 'conversation_metrics']) {
    const { rows } = await app.db.pool.query(`select 1 from ${table}`)
    expect([table, rows.length]).toEqual([table, 0])
  }
  expect(await idsOf(app, {})).toEqual([live.callId])
  await app.drain()
})

test('an id in any letters is the same id', async () => {
  await using app = await startTestApp()
  const { callId } = await beginCall(app)
  const { body } = await app.call('GET', `${voice}/conversation/${callId.toUpperCase()}`)
  expect(body.data).toMatchObject({ id: callId, apiKeyId: null, projectId: uuid })
})
