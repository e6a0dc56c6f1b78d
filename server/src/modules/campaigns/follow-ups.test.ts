import type { Recipient } from '@parley/contract'
import { expect, test } from 'vitest'
import { makeCaller, setRules, startCampaignApp, startTestDialer } from '../../../test/campaigns.ts'
import { eventually } from '../../../test/eventually.ts'
import type { TestApp } from '../../../test/test-app.ts'
import { completeFollowUps } from './complete-follow-ups.ts'

const now = new Date('2026-03-02T10:00:00Z')

async function startWithAgent(clock = () => now) {
  const app = await startCampaignApp({ now: clock })
  const { agentId } = await makeCaller(app)
  await setRules(app, { followUpAgentId: agentId })
  return app
}

async function capture(app: TestApp, more: Record<string, unknown> = {}) {
  const reply = await app.call('POST', '/functions/v1/webhook-call-capture', {
    body: {
      company_id: app.owner.workspaceId,
      external_call_id: 'CALL-1',
      recipient_number: '+442079460958',
      caller_number: '+14155552671',
      employee_id: app.owner.userId,
      call_status: 'completed',
      outcome: 'follow_up',
      notes: 'Wants a quote.',
      next_follow_up: '2026-03-06',
      next_follow_up_time: '14:30',
      auto_call_followup: true,
      ...more,
    },
  })
  expect(reply.status).toBe(201)
  await app.drain()
}

async function campaignOf(app: TestApp): Promise<string> {
  const list = await app.call('GET', '/v1/voice-agents/campaigns')
  return list.body.data.campaigns[0].id as string
}

async function taskStatuses(app: TestApp): Promise<string[]> {
  const { data } = await app.client.tasks.list({})
  return data.map(({ status }) => status)
}

async function followUpsOf(app: TestApp): Promise<Recipient[]> {
  const id = await campaignOf(app)
  const reply = await app.call('GET', `/v1/voice-agents/campaigns/${id}/recipients`)
  return reply.body.data.recipients as Recipient[]
}

test('a captured call that asks for it is called back by the agent of follow-ups at its time', async () => {
  let at = now
  await using app = await startWithAgent(() => at)
  await capture(app)
  expect(await followUpsOf(app)).toMatchObject([
    {
      phoneNumber: '+442079460958',
      status: 'PENDING',
      nextRetryAt: '2026-03-06T14:30:00.000Z',
      dynamicVariables: { previous_outcome: 'follow_up', previous_notes: 'Wants a quote.' },
    },
  ])
  await using _dialer = startTestDialer(app)
  at = new Date('2026-03-06T14:30:00Z')
  await eventually(
    () => followUpsOf(app),
    ([one]) => one?.status === 'COMPLETED',
  )
  expect(await taskStatuses(app)).toEqual(['completed'])
  const { rows } = await app.db.pool.query(`select 1 from event where name = 'task.completed'`)
  expect(rows).toHaveLength(1)
})

test('the task of a follow-up that nobody answered stays open', async () => {
  let at = now
  await using app = await startWithAgent(() => at)
  await capture(app, { recipient_number: '+442079460902' })
  await using _dialer = startTestDialer(app)
  at = new Date('2026-03-06T14:30:00Z')
  await eventually(
    () => followUpsOf(app),
    ([one]) => one?.attempts === 1 && one.status === 'PENDING',
  )
  expect(await taskStatuses(app)).toEqual(['pending'])
})

test('a talk on the former day leaves the task open when another day was asked for since', async () => {
  await using app = await startWithAgent()
  await capture(app)
  await capture(app, { next_follow_up: '2026-03-09' })
  const key = { workspaceId: app.owner.workspaceId, campaignId: await campaignOf(app) }
  const [former, next] = await followUpsOf(app)
  const talkTo = (id = '') =>
    app.db.transaction((tx) => completeFollowUps(tx, app.context, key, [id]))
  await talkTo(former?.id)
  expect(await taskStatuses(app)).toEqual(['pending'])
  await talkTo(next?.id)
  expect(await taskStatuses(app)).toEqual(['completed'])
})

test('a repeat of the call changes nothing, another day moves it, and no wish calls it off', async () => {
  await using app = await startWithAgent()
  await capture(app)
  await capture(app, { notes: 'Wants a quote by mail.' })
  expect(await followUpsOf(app)).toHaveLength(1)
  await capture(app, { next_follow_up: '2026-03-09' })
  const moved = await followUpsOf(app)
  expect(moved.map(({ status, nextRetryAt }) => [status, nextRetryAt])).toEqual([
    ['CANCELLED', null],
    ['PENDING', '2026-03-09T14:30:00.000Z'],
  ])
  await capture(app, { next_follow_up: '2026-03-09', auto_call_followup: false })
  expect((await followUpsOf(app)).map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED'])
})

test('a follow-up whose task somebody has done is called off', async () => {
  await using app = await startWithAgent()
  await capture(app)
  const { data } = await app.client.tasks.list({})
  const [task] = data
  await app.client.tasks.update(task?.id ?? '', { status: 'completed' })
  await app.drain()
  expect((await followUpsOf(app)).map(({ status }) => status)).toEqual(['CANCELLED'])
})

test('what was due long ago is not made up for, and without an agent nothing is called', async () => {
  await using app = await startWithAgent()
  await capture(app, { next_follow_up: '2026-02-20' })
  expect(await followUpsOf(app)).toEqual([])
  await setRules(app, { followUpAgentId: null })
  await capture(app, { external_call_id: 'CALL-2' })
  expect(await followUpsOf(app)).toEqual([])
})
