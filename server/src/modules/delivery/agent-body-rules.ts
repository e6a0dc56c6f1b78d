import type { Told } from './body-rules.ts'

/**
 * The body for the address that a voice agent brings along, in the one shape that both kinds of its
 * receivers read: those that look for `eventType` and nested data, and those that look for
 * `event_type`, `caller_info` and flat data.
 */
export function agentBodyOf({ event, timestamp, data, workspaceId }: Told): string {
  const call = recordOf(recordOf(data)['call'])
  const started = millisecondsOf(call['started_at'])
  const told = toldOf(call, recordOf(data))
  return JSON.stringify({
    eventType: event,
    event_type: oldNames[event] ?? event.replaceAll('.', '_'),
    callId: call['id'],
    conversationId: call['id'],
    timestamp,
    projectId: workspaceId,
    agentId: call['agent_id'] ?? null,
    agentName: call['agent_name'] ?? null,
    caller_info: {
      call_id: call['id'],
      agent_id: call['agent_id'] ?? null,
      call_type: call['direction'] ?? null,
      channel: call['channel'] ?? null,
      from_number: call['from_number'] ?? null,
      to_number: call['to_number'] ?? null,
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

type Fields = Readonly<Record<string, unknown>>

function toldOf(call: Fields, data: Fields): Fields {
  return {
    conversationId: call['id'],
    conversationRecording: call['recording_url'] ?? null,
    recordingUrl: call['recording_url'] ?? null,
    transcription: transcriptionOf(call['transcript']),
    outcomeResult: { ...recordOf(call['params']), ...recordOf(call['outcome']) },
    params: recordOf(call['params']),
    callStartedAt: millisecondsOf(call['started_at']),
    callEndedAt: millisecondsOf(call['ended_at']),
    ...present({
      status: call['status'],
      endReason: call['end_reason'],
      callDuration: call['duration_seconds'],
      callAnsweredAt: millisecondsOf(call['answered_at']),
      answeredBy: call['answered_by'],
      ringDuration: call['ring_seconds'],
    }),
    ...spokenOf(recordOf(data['transcription'])),
    ...toolOf(recordOf(data['tool'])),
  }
}

/** Each line under the name of who spoke it. */
function transcriptionOf(transcript: unknown): Fields[] {
  return Array.isArray(transcript) ? transcript.map((turn) => lineOf(recordOf(turn))) : []
}

function lineOf({ speaker, text, gender }: Fields): Fields {
  if (speaker === 'agent') return { Agent: text }
  return { User: text, ...(gender != null && { metadata: { gender } }) }
}

/** What `transcription.update` tells. */
function spokenOf(turn: Fields): Fields {
  if (Object.keys(turn).length === 0) return {}
  const speaker = turn['speaker'] === 'agent' ? 'Agent' : 'User'
  const { id, text, is_final: isFinal, at } = turn
  return { transcription: [lineOf(turn)], speaker, text, isFinal, spokenAt: at, turnId: id }
}

/** What `tool.executed` tells. */
function toolOf(tool: Fields): Fields {
  if (Object.keys(tool).length === 0) return {}
  const { id, name, input, output, succeeded, duration_ms: duration } = tool
  return { toolName: name, input, output, success: succeeded, duration, toolCallId: id }
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null))
}

function recordOf(value: unknown): Fields {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isRecord ? (value as Fields) : {}
}

function millisecondsOf(value: unknown): number | null {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? null : ms
}
