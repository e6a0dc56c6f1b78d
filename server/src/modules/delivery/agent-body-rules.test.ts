import { expect, test } from 'vitest'
import { agentBodyOf } from './agent-body-rules.ts'

const timestamp = '2026-03-02T09:01:01.000Z'

const call = {
  id: 'c1',
  agent_id: 'a1',
  agent_name: 'Sara',
  channel: 'Telephone',
  direction: 'outbound',
  from_number: '+442079460000',
  to_number: '+442079460958',
  started_at: '2026-03-02T09:00:00.000Z',
  params: { application_id: '12345' },
}

function bodyOf(event: string, data: unknown) {
  const told = { id: 'e', workspaceId: 'w', event, timestamp, data }
  return JSON.parse(agentBodyOf(told)) as Record<string, unknown>
}

test('what voice agents tell can be read by both kinds of their receivers', () => {
  const body = bodyOf('call.ended', {
    call: {
      ...call,
      ended_at: '2026-03-02T09:01:00.500Z',
      status: 'COMPLETED',
      recording_url: 'https://parley.example/r',
      outcome: { call_outcome: 'booked' },
      transcript: [
        { speaker: 'agent', text: 'Hello' },
        { speaker: 'user', text: 'Hi', gender: 'female' },
      ],
    },
  })
  const transcription = [{ Agent: 'Hello' }, { User: 'Hi', metadata: { gender: 'female' } }]
  const outcomeResult = { application_id: '12345', call_outcome: 'booked' }
  expect(body).toMatchObject({
    eventType: 'call.ended',
    callId: 'c1',
    timestamp,
    agentId: 'a1',
    agentName: 'Sara',
    projectId: 'w',
    data: { timestamp, data: { conversationId: 'c1', outcomeResult, transcription } },
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
      transcription,
      outcomeResult,
    },
  })
})

test('a receiver of single sentences finds who spoke and what', () => {
  const transcription = { id: 't1', speaker: 'user', text: 'Hi', is_final: true, at: timestamp }
  expect(bodyOf('transcription.update', { call, transcription })).toMatchObject({
    event_type: 'transcription_update',
    data: { speaker: 'User', text: 'Hi', isFinal: true, data: { transcription: [{ User: 'Hi' }] } },
  })
})

test('a receiver of tools finds name, input, output and duration', () => {
  const tool = { id: 'x', name: 'book', input: { at: 9 }, output: 'ok', succeeded: true }
  expect(bodyOf('tool.executed', { call, tool: { ...tool, duration_ms: 12 } })).toMatchObject({
    eventType: 'tool.executed',
    data: { toolName: 'book', input: { at: 9 }, output: 'ok', success: true, duration: 12 },
  })
})
