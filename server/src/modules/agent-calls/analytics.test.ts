import { agentCallEndpoints, type AnalyticsFigures } from '@parley/contract'
import { expect, test } from 'vitest'
import { beginCall, finishCall, holdTalk, makeAgent, turnsOf } from '../../../test/agent-calls.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { recordTool } from './log-entry.ts'

type Page = 'overview' | 'performance' | 'satisfaction'

/** A page of the analytics, held against the contract. */
async function get<P extends Page>(app: TestApp, page: P, query = '') {
  const { status, body } = await app.call('GET', `/v1/agent-analytics/${page}${query}`)
  expect([status, body.success]).toEqual([200, true])
  agentCallEndpoints[page].reply.parse(body)
  return body.data as AnalyticsFigures[P]
}

/** At half past ten in the morning, UTC, of a Wednesday. */
const noon = Date.parse('2026-03-04T10:30:00.000Z')

test('the overview counts calls by what became of them', async () => {
  await using app = await startTestApp()
  const agent = await makeAgent(app)
  await holdTalk(app, { agent, end: { usage: { cost: 0.25, inputTokens: 10, outputTokens: 5 } } })
  await holdTalk(app, { channel: 'Web', direction: 'web', toNumber: null })
  const missed = await beginCall(app, { toNumber: '+442079460111' })
  await finishCall(app, missed, { status: 'NO_ANSWER', endReason: 'no_answer' })
  await beginCall(app, { toNumber: '+442079460111' })
  const overview = await get(app, 'overview')
  expect(overview).toMatchObject({
    totalCalls: 4,
    answeredCalls: 2,
    completedCalls: 2,
    liveCalls: 1,
    totalCost: 0.25,
    totalTokens: 15,
    uniqueUsers: 2,
    byStatus: { COMPLETED: 2, NO_ANSWER: 1, PENDING: 1 },
    byChannel: { Telephone: 3, Web: 1 },
    byDirection: { outbound: 3, web: 1 },
    previous: { totalCalls: 0 },
  })
  expect(overview.agents).toMatchObject([
    { voiceAgentId: null, calls: 3 },
    { voiceAgentId: agent.id, agentName: 'Reception', calls: 1, lastCallAt: expect.any(String) },
  ])
  expect(overview.series).toMatchObject([{ calls: 4, answered: 2 }])
  expect(await get(app, 'overview', `?voiceAgentId=${agent.id}`)).toMatchObject({
    totalCalls: 1,
    liveCalls: 0,
  })
  expect(await get(app, 'overview', '?status=NO_ANSWER')).toMatchObject({ totalCalls: 1 })
})

test('periods are days of the workspace, or of whoever asks', async () => {
  let ms = noon
  await using app = await startTestApp({ now: () => new Date(ms) })
  const beginAt = async (moment: string) => {
    ms = Date.parse(moment)
    await beginCall(app)
    ms = noon
  }
  await beginAt('2026-03-04T10:10:00.000Z')
  await beginAt('2026-03-04T00:30:00.000Z')
  await beginAt('2026-03-03T22:30:00.000Z')
  await beginAt('2026-03-01T12:00:00.000Z')
  await beginAt('2026-02-27T12:00:00.000Z')
  const count = async (query: string) => (await get(app, 'overview', query)).totalCalls
  expect(await count('?period=LAST_HOUR')).toBe(1)
  expect(await count('?period=TODAY')).toBe(2)
  expect(await count('?period=yesterday')).toBe(1)
  expect(await count('?period=THIS_WEEK')).toBe(3)
  expect(await count('?period=THIS_MONTH')).toBe(4)
  expect(await count('')).toBe(5)
  // Three hours east of UTC the day began at nine in the evening.
  expect(await count('?period=TODAY&timeDifference=3')).toBe(3)
  expect(await count('?period=TODAY&timeDifference=180')).toBe(3)
  expect(await count('?period=TODAY&timeDifference=-300')).toBe(1)
  const from = Date.parse('2026-02-27T00:00:00.000Z')
  expect(await count(`?period=CUSTOM&startPeriod=${from}&endPeriod=${from + 86_400_000}`)).toBe(1)
  const today = await get(app, 'overview', '?period=TODAY')
  expect(today.period).toEqual({
    start: '2026-03-04T00:00:00.000Z',
    end: '2026-03-04T10:30:00.000Z',
  })
  expect(today.previous.totalCalls).toBe(1)
  await app.client.workspace.update({ time_zone: 'Asia/Riyadh' })
  expect(await count('?period=TODAY')).toBe(3)
})

test('performance tells rates, latencies, reasons and tools', async () => {
  await using app = await startTestApp()
  const spoken = (firstAudioMs: number) => [
    ...turnsOf(['user', 'Hi']),
    {
      speaker: 'agent' as const,
      text: 'Hello',
      startMs: 3_000,
      endMs: 4_000,
      latency: { firstAudioMs },
    },
  ]
  const call = await holdTalk(app, { turns: spoken(400) })
  await holdTalk(app, {
    turns: spoken(800),
    end: { status: 'FORWARDED', endReason: 'transfer' },
  })
  const missed = await beginCall(app)
  await finishCall(app, missed, { status: 'FAILED', endReason: 'busy' })
  await app.db.transaction(async (tx) => {
    const use = { name: 'book', input: {}, output: {}, durationMs: 100 }
    await recordTool(tx, app.context, call, { ...use, succeeded: true })
    await recordTool(tx, app.context, call, { ...use, succeeded: false, durationMs: 300 })
  })
  const performance = await get(app, 'performance')
  expect(performance).toMatchObject({
    calls: 3,
    completionRate: 0.5,
    forwardRate: 0.5,
    latency: {
      firstAudioMs: { average: 600, p50: 400, p95: 800, calls: 2 },
      firstTokenMs: null,
    },
    tools: [{ name: 'book', uses: 2, failures: 1, averageMs: 200 }],
  })
  expect(performance.answerRate).toBeCloseTo(2 / 3)
  expect(performance.failureRate).toBeCloseTo(1 / 3)
  expect(performance.endReasons).toHaveLength(3)
  expect(await get(app, 'performance', '?status=TERMINATED')).toMatchObject({
    calls: 0,
    answerRate: null,
    duration: { p50: null },
    tools: [],
  })
})

test('turn-taking of many calls is of all that happened in them', async () => {
  await using app = await startTestApp()
  const spread = (p50: number) => ({ average: p50, p50, p95: p50, maximum: p50, count: 1 })
  const nothing = { callerInterruptions: 0, yields: 0, agentInterruptions: 0, noises: 0 }
  const took = (turnTaking: object) => holdTalk(app, { end: { metrics: { turnTaking } } })
  await took({
    ...nothing,
    turns: 4,
    answeredTurns: 4,
    responseLatencyMs: spread(700),
    callerInterruptions: 2,
    yields: 1,
    yieldLatencyMs: spread(550),
    backchannels: 1,
    backchannelsIgnored: 1,
    noisesIgnored: 0,
  })
  await took({
    ...nothing,
    turns: 1,
    answeredTurns: 0,
    responseLatencyMs: null,
    yieldLatencyMs: null,
    agentInterruptions: 1,
    backchannels: 2,
    backchannelsIgnored: 1,
    noisesIgnored: 0,
  })
  await holdTalk(app)
  const { turnTaking } = await get(app, 'performance')
  expect(turnTaking).toEqual({
    calls: 2,
    turns: 5,
    responseRate: 0.8,
    responseLatencyMs: { p50: 700, p95: 700, calls: 1 },
    callerInterruptions: 2,
    yieldRate: 0.5,
    yieldLatencyMs: { p50: 550, p95: 550, calls: 1 },
    agentInterruptions: 1,
    agentInterruptionRate: 0.2,
    backchannels: 3,
    backchannelRate: 0.667,
    noises: 0,
    noiseRate: null,
  })
  const { body } = await app.call('GET', '/v1/agent-analytics/performance?status=TERMINATED')
  expect(body.data.turnTaking).toBeNull()
})

test('satisfaction comes from what the analysis of calls found', async () => {
  await using app = await startTestApp()
  expect(await get(app, 'satisfaction')).toMatchObject({ calls: 0, averageScore: null, series: [] })
  const { callId } = await holdTalk(app)
  await app.drain()
  const satisfaction = await get(app, 'satisfaction')
  expect(satisfaction).toMatchObject({
    calls: 1,
    averageSentiment: expect.any(Number),
    outcomes: [{ outcome: expect.any(String), calls: 1 }],
    series: [{ calls: 1 }],
    lowest: [{ id: callId }],
  })
  const { positive, neutral, negative } = satisfaction.sentiment
  expect(positive + neutral + negative).toBe(1)
})
