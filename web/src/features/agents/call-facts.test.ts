import type { CallConversation } from '@parley/contract'
import { expect, test } from 'vitest'
import { foundOut, latencyOf, stageFiguresOf, toolUsesOf, type Turn } from './call-facts.ts'

const log = (id: string, message: string, payload: unknown, timestamp: string) => ({
  id,
  timestamp,
  category: message.includes('Tool') ? 'TOOLS' : 'CALL',
  message,
  node_id: null,
  payload,
  createdAt: timestamp,
  updatedAt: timestamp,
})

test('each use of a tool is one line at its moment, with what came of it', () => {
  const uses = toolUsesOf({
    startedAt: '2026-03-02T09:00:00.000Z',
    answeredAt: '2026-03-02T09:00:05.000Z',
    logs: [
      log('1', 'The call begins', {}, '2026-03-02T09:00:00.000Z'),
      log('2', 'Executing Tool', { toolName: 'book' }, '2026-03-02T09:00:09.000Z'),
      log(
        '3',
        'Tool Success',
        { toolName: 'book', response: { ok: 1 }, durationMs: 400 },
        '2026-03-02T09:00:09.400Z',
      ),
      log('4', 'Tool Failed', { toolName: 'pay', error: 'no' }, '2026-03-02T09:00:20.000Z'),
    ],
  })
  expect(uses).toEqual([
    { id: '3', name: 'book', succeeded: true, durationMs: 400, result: { ok: 1 }, atMs: 4_400 },
    { id: '4', name: 'pay', succeeded: false, durationMs: undefined, result: 'no', atMs: 15_000 },
  ])
})

test('a turn is as late as it was heard, or else made', () => {
  const turn = (latency: Turn['latency']) => ({ latency }) as Turn
  expect(latencyOf(turn({ heardMs: 900, firstAudioMs: 700 }))).toBe(900)
  expect(latencyOf(turn({ firstAudioMs: 700 }))).toBe(700)
  expect(latencyOf(turn(null))).toBeUndefined()
})

test('figures are shown of the stages that were measured', () => {
  const call = {
    performanceMetrics: {
      latency: { firstAudioMs: { average: 710, p50: 700, p95: 900, maximum: 950, turns: 4 } },
    },
  } as unknown as CallConversation
  expect(stageFiguresOf(call)).toEqual([
    { stage: 'firstAudioMs', average: 710, p50: 700, p95: 900, maximum: 950 },
  ])
})

test('what was found out is told from what the call was started with', () => {
  const call = {
    params: { city: 'Oslo', order: 'A-1' },
    jobResponse: { outcomeResult: { city: 'Oslo', order: 'A-2', interested: true } },
  } as unknown as CallConversation
  expect(foundOut(call)).toEqual([
    ['order', 'A-2'],
    ['interested', true],
  ])
})
