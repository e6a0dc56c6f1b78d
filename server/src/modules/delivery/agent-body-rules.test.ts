import { expect, test } from 'vitest'
import { agentBodyOf } from './agent-body-rules.ts'

const now = new Date('2026-03-02T09:00:00.000Z')

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
