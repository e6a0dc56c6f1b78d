import {
  type CallingRules,
  type Campaign,
  type CreatedCampaign,
  type Progress,
  weekdays,
} from '@parley/contract'
import { dialerServices, type DialerOptions, startDialer } from '../src/modules/dialer/index.ts'
import { makeAgent } from './agent-calls.ts'
import { hurriedClock } from './dialing/hurried-clock.ts'
import { eventually } from './eventually.ts'
import { startTestApp, type TestApp, type TestAppOptions } from './test-app.ts'

const allDay = { days: [...weekdays], startCallingTime: '00:00', endCallingTime: '24:00' }

/** Times faster than life. */
const speed = 400

/** An app whose carrier is in a hurry, and in which people may be called at any hour. */
export async function startCampaignApp(options: TestAppOptions = {}) {
  const app = await startTestApp({
    ...options,
    // A walk through an API takes more than a hundred requests a minute.
    environment: { STANDARD_REQUESTS_PER_MINUTE: '100000', ...options.environment },
    telephony: { clock: hurriedClock(speed), ...options.telephony },
  })
  await setRules(app, { timeRange: allDay })
  return app
}

export async function setRules(
  app: TestApp,
  rules: Record<string, unknown>,
): Promise<CallingRules> {
  const reply = await app.call('PUT', '/v1/voice-agents/calling-rules', {
    body: rules,
  })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body.data as CallingRules
}

let numbers = 0

/** An agent with a number of the simulated carrier to call from. */
export async function makeCaller(app: TestApp, workspaceId = app.owner.workspaceId) {
  numbers += 1
  const agent = await makeAgent(app, { workspaceId })
  const id = app.context.newId()
  const number = `+1415555${String(1_000 + numbers)}`
  await app.db.pool.query(
    `insert into phone_number (workspace_id, id, number, label, provider, agent_id)
     values ($1, $2, $3, 'Test', 'SIMULATED', $4)`,
    [workspaceId, id, number, agent.id],
  )
  return { agentId: agent.id, phoneNumberId: id, number }
}

/** Numbers in London whose last two digits are these. */
export function numberEnding(ending: string, n = 0): string {
  return `+4420794${String(n).padStart(3, '0')}${ending}`
}

/** A campaign of a caller of its own that calls these numbers at once, unless another body is given. */
export async function makeCampaign(
  app: TestApp,
  phoneNumbers: readonly string[],
  body: Record<string, unknown> = {},
): Promise<CreatedCampaign> {
  const caller = body['voiceAgentId'] ? undefined : await makeCaller(app)
  const reply = await app.call('POST', '/v1/voice-agents/campaigns', {
    body: {
      name: 'Test campaign',
      ...(caller && { voiceAgentId: caller.agentId, phoneNumber: caller.number }),
      recipients: phoneNumbers.map((phoneNumber) => ({ phoneNumber })),
      sendType: 'NOW',
      ...body,
    },
  })
  if (reply.status !== 200) throw new Error(JSON.stringify(reply.body))
  return reply.body.data as CreatedCampaign
}

export const noRetries = Object.fromEntries(
  ['busy', 'noAnswer', 'voicemail', 'failed', 'declined'].map((outcome) => [
    outcome,
    { times: 0, delaySeconds: 60 },
  ]),
)

export async function progressOf(app: TestApp, id: string): Promise<Progress> {
  const reply = await app.call('GET', `/v1/voice-agents/campaigns/${id}/progress`)
  return reply.body.data as Progress
}

export async function statusOf(app: TestApp, id: string) {
  const reply = await app.call('GET', `/v1/voice-agents/campaigns/${id}`)
  const { status, pauseReason, progress } = reply.body.data as Campaign
  return { status, pauseReason, progress }
}

/** Waits until the campaign has this status. */
export async function untilStatus(
  app: TestApp,
  id: string,
  status: string,
  timeoutMs = 10_000,
): Promise<void> {
  await eventually(
    () => statusOf(app, id),
    ({ status: now }) => now === status,
    timeoutMs,
  )
}

/** Begins to dial, as the background does. */
export function startTestDialer(app: TestApp, options: Partial<DialerOptions> = {}) {
  const { context } = app
  const dialer = startDialer(context, {
    ...dialerServices(context),
    maxCalls: 200,
    listen: context.telephony.listen,
    ...options,
  })
  return { ...dialer, [Symbol.asyncDispose]: () => dialer.stop(2_000) }
}
