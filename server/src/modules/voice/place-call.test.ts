import { expect, test } from 'vitest'
import { makeAgent } from '../../../test/agent-calls.ts'
import { eventually } from '../../../test/eventually.ts'
import { startReceiver } from '../../../test/receiver.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import type { Callee } from '../../providers/telephony/index.ts'

const ours = '+442079460958'
const theirs = '+33123456789'
const answers: Callee = { kind: 'answers', afterRings: 0, lines: [], staysMs: 1_500 }

function startWith(callee: Callee, environment = {}): Promise<TestApp> {
  // Tests look often.
  const often = { STANDARD_REQUESTS_PER_MINUTE: '100000' }
  const telephony = { calleeOf: () => callee }
  return startTestApp({ telephony, environment: { ...often, ...environment } })
}

async function addNumber(app: TestApp): Promise<void> {
  await app.db.pool.query(
    `insert into phone_number (workspace_id, id, number, label, provider)
     values ($1, $2, $3, 'Reception', 'SIMULATED')`,
    [app.owner.workspaceId, app.context.newId(), ours],
  )
}

async function conversationOf(app: TestApp, id: string) {
  const { body } = await app.call('GET', `/v1/voice-agents/conversation/${id}`)
  return body.data as Record<string, unknown> & { status: string }
}

const over = (app: TestApp, id: string) =>
  eventually(
    () => conversationOf(app, id),
    ({ status }) => !['PENDING', 'IN_PROGRESS'].includes(status),
    30_000,
  )

test.each([
  ['/v1/voice-agents/call', 'fromNumber'],
  ['/v1/voice-agents/phone-number/call', 'phoneNumber'],
  ['/v1/voice-agents/twilio/call', 'twilioPhoneNumber'],
])(
  '%s calls somebody, who is greeted',
  async (path, field) => {
    await using app = await startWith(answers)
    await addNumber(app)
    const agent = await makeAgent(app, {
      conversation: { greetingMessage: 'Hello {{name}}.', greetingMessageType: 'STATIC' },
    })
    const placed = await app.call('POST', path, {
      body: { toNumber: theirs, [field]: ours, voiceAgentId: agent.id, params: { name: 'Ann' } },
    })
    expect(placed.status).toBe(200)
    const { jobId } = placed.body.data as { jobId: string }
    expect(placed.body.data).toMatchObject({
      id: jobId,
      voiceAgentId: agent.id,
      status: 'PENDING',
      callParams: { userNumber: theirs, machineNumber: ours },
    })
    expect(await over(app, jobId)).toMatchObject({
      id: jobId,
      status: 'COMPLETED',
      channelType: 'Telephone',
      callParams: { userNumber: theirs, machineNumber: ours },
    })
    const { rows } = await app.db.pool.query<{ text: string }>('select text from agent_call_turn')
    expect(rows[0]?.text).toBe('Hello Ann.')
  },
  60_000,
)

test('an agent that comes along calls too, and its webhook is told', async () => {
  await using receiver = await startReceiver()
  await using app = await startWith({ kind: 'busy' }, { OUTBOUND_ALLOW: '127.0.0.1' })
  await addNumber(app)
  const placed = await app.call('POST', '/v1/voice-agents/call', {
    body: {
      toNumber: theirs,
      fromNumber: ours,
      agentDetails: { agentName: 'One-off', greetingMessage: 'Hello.' },
      webhookUrl: `${receiver.url}/calls`,
    },
  })
  expect(placed.status).toBe(200)
  const { jobId, voiceAgentId } = placed.body.data as { jobId: string; voiceAgentId: null }
  expect(voiceAgentId).toBeNull()
  expect(await over(app, jobId)).toMatchObject({ status: 'NO_ANSWER' })
  await app.drain()
  const job = await app.call('GET', `/v1/jobs?jobId=${jobId}`)
  expect(job.body.data).toMatchObject({ id: jobId, type: 'VOICE_AGENTS' })
}, 60_000)

test('who may not be called, or from nowhere, is refused and leaves no call', async () => {
  await using app = await startWith(answers)
  await addNumber(app)
  const agent = await makeAgent(app)
  const ask = (body: object) => app.call('POST', '/v1/voice-agents/call', { body })
  const whole = { toNumber: theirs, fromNumber: ours, voiceAgentId: agent.id }
  await app.call('POST', '/v1/voice-agents/do-not-call', { body: { phoneNumbers: [theirs] } })
  const refusals = [
    [whole, 409, 'NUMBER_BLOCKED'],
    [{ ...whole, toNumber: 'nobody' }, 400, 'VALIDATION_ERROR'],
    [{ ...whole, fromNumber: '+442079460000' }, 404, 'PHONE_NUMBER_NOT_FOUND'],
    [{ ...whole, voiceAgentId: app.context.newId() }, 404, 'AGENT_NOT_FOUND'],
    [{ ...whole, voiceAgentId: null }, 400, 'VALIDATION_ERROR'],
  ] as const
  for (const [body, status, name] of refusals) {
    const refused = await ask(body)
    expect([refused.status, refused.body.error?.name], name).toEqual([status, name])
  }
  const { rows } = await app.db.pool.query('select from agent_call')
  expect(rows).toHaveLength(0)
})

test('a carrier that refuses is told of, and the call is recorded as failed', async () => {
  await using app = await startWith({ kind: 'refused', failure: 'account' })
  await addNumber(app)
  const agent = await makeAgent(app)
  const refused = await app.call('POST', '/v1/voice-agents/call', {
    body: { toNumber: theirs, fromNumber: ours, voiceAgentId: agent.id },
  })
  expect([refused.status, refused.body.error.name]).toEqual([409, 'CALL_REFUSED'])
  const { callId } = refused.body.error.details as { callId: string }
  expect(await conversationOf(app, callId)).toMatchObject({ status: 'FAILED' })
})

test('another workspace’s number and agent are not there', async () => {
  await using app = await startWith(answers)
  await addNumber(app)
  const agent = await makeAgent(app)
  const other = await app.newWorkspace()
  const refused = await app.call('POST', '/v1/voice-agents/call', {
    key: other.apiKey,
    body: { toNumber: theirs, fromNumber: ours, voiceAgentId: agent.id },
  })
  expect(refused.status).toBe(404)
})
