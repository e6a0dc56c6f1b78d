import { expect, test } from 'vitest'
import { agentBodyOf } from './agent-body-rules.ts'
import { bodyOf } from './body-rules.ts'
import { afterFailure, afterSuccess, type Health, newHealth, type Notice } from './health-rules.ts'
import { nextWait, readRetryAfter } from './schedule-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
const policy = { schedule: [5, 300, 1_800], maxAgeS: 4_000 }

test.each([
  // attempts, age in s, Retry-After in s, wait in s
  [1, 0, undefined, 5],
  [2, 5, undefined, 300],
  [3, 305, undefined, 1_800],
  [4, 2_105, undefined, undefined],
  // Retries were brought forward: the schedule still takes its time.
  [4, 20, undefined, 1_800],
  [9, 1_800, undefined, undefined],
  [1, 0, 60, 60],
  [2, 5, 60, 300],
  // Beyond the greatest age nothing is tried.
  [1, 0, 5_000, undefined],
  [3, 3_000, undefined, undefined],
])('attempt %d after %d s, asked for %j s: waits %j s', (attempts, ageS, hintS, waitS) => {
  const failure = {
    attempts,
    ageMs: ageS * 1_000,
    retryAfterMs: hintS === undefined ? undefined : hintS * 1_000,
  }
  expect(nextWait(policy, failure, 0)).toBe(waitS === undefined ? undefined : waitS * 1_000)
})

test('waits vary by a fifth at most, and an empty schedule has none', () => {
  const failure = { attempts: 2, ageMs: 0, retryAfterMs: undefined }
  expect(nextWait(policy, failure, 0.999)).toBeCloseTo(300_000 * 1.2, -3)
  expect(nextWait({ schedule: [], maxAgeS: 60 }, { ...failure, attempts: 1 }, 0)).toBeUndefined()
})

test.each([
  [undefined, undefined],
  ['120', 120_000],
  [' 0 ', 0],
  ['Mon, 02 Mar 2026 09:01:00 GMT', 60_000],
  ['Mon, 02 Mar 2026 08:00:00 GMT', 0],
  ['soon', undefined],
  ['-5', undefined],
])('Retry-After %j is %j ms', (header, expected) => {
  expect(readRetryAfter(header, now)).toBe(expected)
})

const failed = (status?: number, retryAfterMs?: number) => ({ status, retryAfterMs })

/** The notices of attempts that fail at these hours. */
function noticesOf(hours: readonly number[], status = 500): (Notice | undefined)[] {
  let health: Health = newHealth
  return hours.map((hour) => {
    const after = afterFailure(health, failed(status), later(hour))
    health = after.health
    return after.notice
  })
}

test('the fourth failure in a row is told, then half of the time, then the end after five days', () => {
  expect(noticesOf([0, 1, 2, 3, 4])).toEqual([
    undefined,
    undefined,
    undefined,
    'failing',
    undefined,
  ])
  expect(noticesOf([0, 24, 48, 61, 72, 96, 120])).toEqual([
    undefined,
    undefined,
    undefined,
    'half',
    undefined,
    undefined,
    'disabled',
  ])
})

test('a burst is one spell: it switches nothing off, however large and however late the next is', () => {
  const burst = Array.from({ length: 1_000 }, () => 0)
  expect(noticesOf(burst)).not.toContain('disabled')
  expect(noticesOf([...burst, 121])).not.toContain('disabled')
  expect(noticesOf([...burst, 60, 121])).toContain('disabled')
})

test('410 is the end at once', () => {
  expect(noticesOf([0], 410)).toEqual(['gone'])
})

test('a success makes up for everything, and is told when there was something to make up for', () => {
  const sick = { ...newHealth, failures: 7, warned: 1, failingSince: now, parkedUntil: now }
  expect(afterSuccess(sick, later(1))).toEqual({
    health: { ...newHealth, lastSuccessAt: later(1) },
    notice: 'recovered',
  })
  const { health, notice } = afterSuccess(
    { ...newHealth, failures: 2, failingSince: now },
    later(1),
  )
  expect([health.failures, notice]).toEqual([0, undefined])
  // Healthy ones are noted once a minute.
  expect(afterSuccess(health, later(1)).health).toBe(health)
})

test('five failures in a row park the endpoint, each time for longer, up to a minute', () => {
  let health: Health = newHealth
  const waits: number[] = []
  let at = now
  for (let n = 0; n < 12; n += 1) {
    health = afterFailure(health, failed(503), at).health
    if (health.parkedUntil === null) continue
    waits.push((health.parkedUntil.getTime() - at.getTime()) / 1_000)
    at = health.parkedUntil
  }
  expect(waits).toEqual([5, 10, 20, 40, 60, 60, 60, 60])
})

test.each([
  [undefined, true],
  [500, true],
  [429, true],
  [401, true],
  [404, true],
  [400, false],
  [409, false],
  [422, false],
])('status %j after many failures parks the endpoint: %j', (status, parks) => {
  const health = afterFailure({ ...newHealth, failures: 20 }, failed(status), now).health
  expect(health.parkedUntil !== null).toBe(parks)
})

test('429 with Retry-After parks at once, for as long as it says', () => {
  const { health } = afterFailure(newHealth, failed(429, 30_000), now)
  expect(health.parkedUntil).toEqual(new Date(now.getTime() + 30_000))
})

test('a body is compact JSON that is the same when it is parsed and written again', () => {
  const data = JSON.parse(
    '{"b":1.50,"a":1e2,"10":1,"2":"\\u00e9\\ud83d\\ude42","n":null,"s":"</"}',
  ) as unknown
  const told = { id: 'e', workspaceId: 'w', event: 'x.y', timestamp: now.toISOString(), data }
  const body = bodyOf(told, 3)
  expect(JSON.stringify(JSON.parse(body))).toBe(body)
  expect(body.startsWith('{"event":"x.y","timestamp":"2026-03-02T09:00:00.000Z","data":{')).toBe(
    true,
  )
  expect(body.endsWith('"id":"e","workspace_id":"w","sequence":3}')).toBe(true)
})

test('what voice agents tell can be read by both kinds of their receivers', () => {
  const data = {
    call: {
      id: 'c1',
      agent_id: 'a1',
      agent_name: 'Sara',
      project_id: 'p1',
      type: 'outbound',
      started_at: '2026-03-02T09:00:00.000Z',
      ended_at: '2026-03-02T09:01:00.500Z',
      recording_url: 'https://parley.example/r',
      outcome_result: { call_outcome: 'booked' },
      transcription: [{ Agent: 'Hello' }, { User: 'Hi' }],
    },
  }
  const told = {
    id: 'e',
    workspaceId: 'w',
    event: 'call.ended',
    timestamp: now.toISOString(),
    data,
  }
  const body = JSON.parse(agentBodyOf(told)) as Record<string, unknown>
  expect(body).toMatchObject({
    eventType: 'call.ended',
    callId: 'c1',
    agentId: 'a1',
    agentName: 'Sara',
    projectId: 'p1',
    data: { data: { conversationId: 'c1', outcomeResult: { call_outcome: 'booked' } } },
  })
  expect(body).toMatchObject({
    event_type: 'call_end',
    caller_info: {
      call_id: 'c1',
      agent_id: 'a1',
      call_type: 'outbound',
      call_start_time: 1_772_442_000,
    },
    data: {
      conversationId: 'c1',
      conversationRecording: 'https://parley.example/r',
      callStartedAt: 1_772_442_000_000,
      callEndedAt: 1_772_442_060_500,
      transcription: [{ Agent: 'Hello' }, { User: 'Hi' }],
    },
  })
})
