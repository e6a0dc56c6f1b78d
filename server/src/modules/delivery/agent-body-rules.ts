import type { Told } from './body-rules.ts'

/**
 * The body for the address that a voice agent brings along, in the one shape that both kinds of its
 * receivers read: those that look for `eventType` and nested data, and those that look for
 * `event_type`, `caller_info` and flat data. `data.call` of the event is what they get to see.
 */
export function agentBodyOf({ event, timestamp, data }: Told): string {
  const call = recordOf(recordOf(data)['call'])
  const started = millisecondsOf(call['started_at'])
  const ended = millisecondsOf(call['ended_at'])
  const told = {
    conversationId: call['id'],
    conversationRecording: call['recording_url'] ?? null,
    recordingUrl: call['recording_url'] ?? null,
    transcription: call['transcription'] ?? [],
    outcomeResult: call['outcome_result'] ?? {},
    callStartedAt: started,
    callEndedAt: ended,
    ...flatOf(recordOf(data)),
  }
  return JSON.stringify({
    eventType: event,
    event_type: oldNames[event] ?? event.replaceAll('.', '_'),
    callId: call['id'],
    conversationId: call['id'],
    timestamp,
    projectId: call['project_id'] ?? null,
    agentId: call['agent_id'] ?? null,
    agentName: call['agent_name'] ?? null,
    caller_info: {
      call_id: call['id'],
      agent_id: call['agent_id'] ?? null,
      call_type: call['type'] ?? null,
      call_start_time: started === null ? null : Math.floor(started / 1_000),
    },
    data: { ...told, timestamp, data: told },
  })
}

/** Names under which older receivers know these events. */
const oldNames: Readonly<Record<string, string>> = {
  'call.started': 'call_start',
  'call.answered': 'call_answered',
  'call.ended': 'call_end',
}

/** What an event tells besides the call, such as the tool that was used. */
function flatOf(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { call: _call, ...rest } = data
  const objects = Object.values(rest).map(recordOf)
  return Object.assign({}, rest, ...objects) as Record<string, unknown>
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isRecord ? (value as Record<string, unknown>) : {}
}

function millisecondsOf(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}
