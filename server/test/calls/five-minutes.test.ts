import { expect, test } from 'vitest'
import { simulateCall } from '../call-simulator.ts'
import { startTestApp } from '../test-app.ts'

/** Of this process, also on a machine that is full of other tests: more means that something waits. */
const cpuBudgetMs = 5_000

test('five minutes of talk take seconds, and every answer comes in its time', async () => {
  await using app = await startTestApp()
  // What the libraries take to load belongs to no call.
  await simulateCall(app, { caller: [{ at: 1, hangsUp: true }] })
  const questions = 28
  const before = process.cpuUsage()
  const call = await simulateCall(app, {
    agent: { callSettings: { maxCallDuration: 600 } },
    model: () => ({ text: 'That is a good question, and here is the answer to it.' }),
    caller: [
      ...Array.from({ length: questions }, (_, index) => ({
        at: 3 + index * 10.4,
        says: `This is question number ${index + 1}.`,
        lasting: 1.6,
      })),
      { at: 300, hangsUp: true as const },
    ],
  })
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1_000).toBeLessThan(cpuBudgetMs)
  expect(call.record).toMatchObject({ seconds: 300, reason: 'hangup' })
  expect(call.turns).toHaveLength(1 + 2 * questions)
  expect(call.measured).toMatchObject({
    turns: questions,
    answeredTurns: questions,
    responseLatencyMs: { p50: 640, maximum: 640 },
    responseScore: 1,
    agentInterruptions: 0,
  })
  // The record sees the same by its own ears: the end of speech to 32 ms.
  const { responseLatencyMs } = call.record.turnTaking
  expect(Math.abs((responseLatencyMs?.p95 ?? 0) - 640)).toBeLessThanOrEqual(32)
  // Each answer knows what it waited for, since the caller's last sound.
  const each = (ms: number) => ({ p50: ms, maximum: ms, turns: questions })
  expect(call.record.latency).toMatchObject({
    endOfTurnMs: each(400),
    transcriptionMs: each(356),
    firstTokenMs: each(600),
    firstAudioMs: each(636),
  })
  expect(call.leftOver).toEqual({ timers: 0, notices: 0 })
}, 60_000)
