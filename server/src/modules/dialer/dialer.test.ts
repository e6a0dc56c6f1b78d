import { expect, test } from 'vitest'
import {
  makeCampaign,
  noRetries,
  numberEnding,
  progressOf,
  setRules,
  startCampaignApp,
  startTestDialer,
  statusOf,
  untilStatus,
} from '../../../test/campaigns.ts'
import { eventually } from '../../../test/eventually.ts'
import type { Callee } from '../../providers/telephony/index.ts'
import type { AnsweredCall, Talk } from './call.ts'

const quick: Callee = { kind: 'answers', afterRings: 0, lines: [], staysMs: 2_000 }

test('everybody is called once, and what came of each call is counted', async () => {
  await using app = await startCampaignApp()
  const endings = ['01', '02', '03', '04', '05', '06', '07', '10', '11', '12', '13']
  const { id } = await makeCampaign(
    app,
    endings.map((ending) => numberEnding(ending)),
    { retries: noRetries },
  )
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  expect(await progressOf(app, id)).toMatchObject({
    total: 11,
    done: 11,
    attempts: 11,
    activeCalls: 0,
    nextCallAt: null,
    byStatus: { COMPLETED: 4, FAILED: 7, PENDING: 0, QUEUED: 0, IN_PROGRESS: 0 },
    byOutcome: {
      answered: 4,
      voicemail: 1,
      busy: 1,
      no_answer: 1,
      declined: 1,
      blocked: 1,
      invalid: 1,
      failed: 1,
    },
  })
  const { rows } = await app.db.pool.query(
    `select status, count(*)::int as n from agent_call where campaign_id = $1 group by 1 order by 1`,
    [id],
  )
  expect(rows).toEqual([
    { status: 'COMPLETED', n: 5 },
    { status: 'FAILED', n: 2 },
    { status: 'NO_ANSWER', n: 4 },
  ])
})

test('whoever was busy is called again after its delay, as often as the plan says', async () => {
  let nowMs = Date.now()
  await using app = await startCampaignApp({ now: () => new Date(nowMs) })
  const { id } = await makeCampaign(app, [numberEnding('01')], {
    retries: { ...noRetries, busy: { times: 2, delaySeconds: 600 } },
  })
  await using _dialer = startTestDialer(app)
  for (const attempts of [1, 2]) {
    await eventually(
      () => progressOf(app, id),
      ({ byOutcome, nextCallAt }) =>
        byOutcome.busy === attempts && Date.parse(nextCallAt ?? '') - nowMs > 590_000,
    )
    nowMs += 601_000
  }
  await untilStatus(app, id, 'COMPLETED')
  expect(await progressOf(app, id)).toMatchObject({ byOutcome: { busy: 3 }, attempts: 3 })
})

test('nobody on a list is called, be it the workspace’s or the campaign’s', async () => {
  await using app = await startCampaignApp()
  const [a, b, c] = [numberEnding('10'), numberEnding('11'), numberEnding('12')]
  const { id } = await makeCampaign(app, [a, b, c], { sendType: 'MANUAL' })
  const list = (body: unknown) => app.call('POST', '/v1/voice-agents/do-not-call', { body })
  await list({ phoneNumber: a })
  await list({ phoneNumber: b, campaignId: id })
  await app.call('POST', `/v1/voice-agents/campaigns/${id}/resume`)
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  expect(await progressOf(app, id)).toMatchObject({
    attempts: 1,
    byStatus: { COMPLETED: 1, SKIPPED: 2 },
    bySkipReason: { do_not_call: 2 },
  })
})

test('whoever asks not to be called again is listed with the outcome, and not called by others', async () => {
  await using app = await startCampaignApp()
  const number = numberEnding('10')
  const first = await makeCampaign(app, [number])
  const converse = async (): Promise<Talk> => ({
    endReason: 'agent_hangup',
    outcome: { do_not_call: true },
  })
  await using _dialer = startTestDialer(app, { converse })
  await untilStatus(app, first.id, 'COMPLETED')
  const { body } = await app.call('GET', '/v1/voice-agents/do-not-call')
  expect(body.data.entries).toMatchObject([{ phoneNumber: number, source: 'opt_out' }])
  const { rows } = await app.db.pool.query('select id, outcome from agent_call')
  expect(rows).toMatchObject([{ id: body.data.entries[0].callId }])
  const second = await makeCampaign(app, [number, numberEnding('11')])
  await untilStatus(app, second.id, 'COMPLETED')
  expect(await progressOf(app, second.id)).toMatchObject({ bySkipReason: { do_not_call: 1 } })
})

test('only those who consented are called where that is the rule', async () => {
  await using app = await startCampaignApp()
  await setRules(app, { needsConsent: true })
  const consent = { kind: 'express', source: 'form' }
  const { id } = await makeCampaign(app, [], {
    recipients: [{ phoneNumber: numberEnding('10'), consent }, { phoneNumber: numberEnding('11') }],
  })
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  expect(await progressOf(app, id)).toMatchObject({
    byStatus: { COMPLETED: 1, SKIPPED: 1 },
    bySkipReason: { no_consent: 1 },
  })
})

test('no more calls are under way than the campaign, the workspace and its reserve allow', async () => {
  let most = 0
  let live = 0
  await using app = await startCampaignApp({ telephony: { calleeOf: () => quick } })
  app.context.telephony.listen({
    onEvent({ status }) {
      if (status === 'ringing') live += 1
      if (status === 'completed') live -= 1
      most = Math.max(most, live)
    },
  })
  await setRules(app, { maxConcurrency: 6 })
  const numbers = Array.from({ length: 30 }, (_, n) => numberEnding('10', n))
  const { id } = await makeCampaign(app, numbers, { reservedConcurrency: 3 })
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  expect(most).toBe(3)
})

test('calls begin no faster than the campaign says', async () => {
  const begun: number[] = []
  await using app = await startCampaignApp({ telephony: { calleeOf: () => quick } })
  app.context.telephony.listen({
    onEvent({ status, at }) {
      if (status === 'ringing') begun.push(at.getTime())
    },
  })
  const numbers = Array.from({ length: 12 }, (_, n) => numberEnding('10', n))
  const { id } = await makeCampaign(app, numbers, { callsPerSecond: 10 })
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  begun.sort((a, b) => a - b)
  // Eleven spaces of 100 ms; the last ring may come a little early.
  expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeGreaterThan(1_000)
})

test('nobody gets more calls in a day than the workspace allows, whichever campaign makes them', async () => {
  let nowMs = Date.now()
  await using app = await startCampaignApp({ now: () => new Date(nowMs) })
  await setRules(app, { dailyCap: 2 })
  const number = numberEnding('10')
  await using _dialer = startTestDialer(app)
  for (const name of ['one', 'two']) {
    const { id } = await makeCampaign(app, [number], { name })
    await untilStatus(app, id, 'COMPLETED')
  }
  const third = await makeCampaign(app, [number])
  const { nextCallAt } = await eventually(
    () => progressOf(app, third.id),
    (progress) => Date.parse(progress.nextCallAt ?? '') > nowMs + 80_000_000,
  )
  expect(Date.parse(nextCallAt ?? '')).toBeLessThan(nowMs + 86_401_000)
  nowMs += 86_410_000
  await untilStatus(app, third.id, 'COMPLETED')
})

test('a carrier that fails is left alone for a while, and in the end a person has to look', async () => {
  let nowMs = Date.now()
  await using app = await startCampaignApp({ now: () => new Date(nowMs) })
  const numbers = Array.from({ length: 40 }, (_, n) => numberEnding('06', n))
  const { id } = await makeCampaign(app, numbers, { maxConcurrency: 5, retries: noRetries })
  await using _dialer = startTestDialer(app)
  const { byOutcome } = await eventually(
    () => progressOf(app, id),
    (progress) => progress.activeCalls === 0 && progress.byOutcome.failed >= 5,
  )
  expect(byOutcome.failed).toBeLessThan(11)
  for (let rest = 0; rest < 4; rest += 1) {
    const before = (await progressOf(app, id)).byOutcome.failed
    nowMs += 16 * 60_000
    await eventually(
      () => progressOf(app, id),
      (progress) => progress.activeCalls === 0 && progress.byOutcome.failed > before,
    )
    expect((await progressOf(app, id)).byOutcome.failed).toBe(before + 1)
  }
  expect(await statusOf(app, id)).toMatchObject({
    status: 'PAUSED',
    pauseReason: 'carrier_failures',
  })
})

test('an account that may not call stops the campaign at once', async () => {
  await using app = await startCampaignApp({
    telephony: { calleeOf: () => ({ kind: 'refused', failure: 'account' }) },
  })
  const { id } = await makeCampaign(app, [numberEnding('10'), numberEnding('11')])
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'PAUSED')
  expect(await statusOf(app, id)).toMatchObject({ pauseReason: 'carrier_account' })
  await eventually(
    () => progressOf(app, id),
    ({ byStatus, attempts }) => byStatus.PENDING === 2 && attempts === 0,
  )
})

test('an agent that is gone pauses its campaigns', async () => {
  await using app = await startCampaignApp()
  const { id, voiceAgentId } = await makeCampaign(app, [numberEnding('10')], { sendType: 'MANUAL' })
  await app.call('DELETE', `/v2/voice-agents/${voiceAgentId}`)
  await app.call('POST', `/v1/voice-agents/campaigns/${id}/resume`)
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'PAUSED')
  expect(await statusOf(app, id)).toMatchObject({ pauseReason: 'agent_missing' })
})

const machine = numberEnding('03')

test.each([
  ['HANG_UP', [], 'FAILED'],
  ['LEAVE_MESSAGE', ['voicemail'], 'COMPLETED'],
  ['IGNORE', ['person'], 'COMPLETED'],
])('when a machine answers and the policy is %s', async (action, modes, status) => {
  const talked: AnsweredCall['mode'][] = []
  await using app = await startCampaignApp()
  const { id } = await makeCampaign(app, [machine], {
    retries: noRetries,
    voicemail: { action, message: 'Please call us back.' },
  })
  const converse = async ({ mode, message }: AnsweredCall): Promise<Talk> => {
    talked.push(mode)
    return { endReason: 'agent_hangup', leftMessage: message !== null }
  }
  await using _dialer = startTestDialer(app, { converse })
  await untilStatus(app, id, 'COMPLETED')
  expect(talked.filter((mode) => mode !== 'person' || action === 'IGNORE')).toEqual(modes)
  expect((await progressOf(app, id)).byStatus).toMatchObject({ [status]: 1 })
})

test('of a cancelled campaign, calls that ring are hung up', async () => {
  await using app = await startCampaignApp({
    telephony: { calleeOf: () => ({ kind: 'answers', afterRings: 2_000, lines: [] }) },
  })
  const { id } = await makeCampaign(app, [numberEnding('10'), numberEnding('11')], {
    maxConcurrency: 1,
  })
  await using _dialer = startTestDialer(app, { checkEveryMs: 20 })
  await eventually(
    () => app.context.telephony.simulated.liveCalls(),
    (live) => live === 1,
  )
  await app.call('POST', `/v1/voice-agents/campaigns/${id}/cancel`)
  const { done } = await eventually(
    () => progressOf(app, id),
    ({ byStatus, activeCalls }) => byStatus.CANCELLED === 2 && activeCalls === 0,
  )
  expect(done).toBe(2)
})

test('those who were not reached are called again when somebody says so, but for wrong numbers', async () => {
  await using app = await startCampaignApp()
  const numbers = ['01', '02', '05', '07', '10'].map((ending) => numberEnding(ending))
  const { id } = await makeCampaign(app, numbers, { retries: noRetries })
  await using _dialer = startTestDialer(app)
  await untilStatus(app, id, 'COMPLETED')
  const retry = () => app.call('POST', `/v1/voice-agents/campaigns/${id}/retry`)
  expect((await retry()).body.data).toMatchObject({
    status: 'RUNNING',
    progress: { byStatus: { PENDING: 2, FAILED: 2, COMPLETED: 1 } },
  })
  await eventually(
    () => progressOf(app, id),
    ({ byStatus, byOutcome }) => byStatus.FAILED === 4 && byOutcome.busy === 2,
  )
  await untilStatus(app, id, 'COMPLETED')
})
