/** The frames of @parley/voice: JSON text for what happens, binary PCM16 at 16 kHz for sound. */

export type ClientFrame =
  | {
      readonly type: 'start'
      /** Needed with an API key; a call token names its agent. */
      readonly agentId: string | undefined
      readonly params: Readonly<Record<string, unknown>>
      readonly tools: readonly unknown[]
      readonly resume: { readonly callId: string; readonly key: string } | undefined
    }
  | { readonly type: 'mark'; readonly name: string }
  | {
      readonly type: 'tool_result'
      readonly id: string
      readonly result: unknown
      readonly error: string | undefined
    }
  | { readonly type: 'dtmf'; readonly digit: string }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'ping'; readonly at: number }
  | { readonly type: 'pause' | 'resume' | 'end' | 'unknown' }

type Json = Readonly<Record<string, unknown>>

const maxText = 4_000

export function readClientFrame(text: string): ClientFrame {
  const frame = parsed(text)
  const string = (name: string) => (typeof frame[name] === 'string' ? frame[name] : '')
  switch (frame['type']) {
    case 'start':
      return {
        type: 'start',
        agentId: string('agentId') || undefined,
        params: objectIn(frame['params']),
        tools: listIn(frame['tools']),
        resume: resumeIn(frame['resume']),
      }
    case 'mark':
      return { type: 'mark', name: string('name') }
    case 'tool_result': {
      const error = string('error')
      return {
        type: 'tool_result',
        id: string('id'),
        result: frame['result'] ?? null,
        error: error || undefined,
      }
    }
    case 'dtmf':
      return /^[\d*#]$/.test(string('digit'))
        ? { type: 'dtmf', digit: string('digit') }
        : { type: 'unknown' }
    case 'text': {
      const said = string('text').trim().slice(0, maxText)
      return said ? { type: 'text', text: said } : { type: 'unknown' }
    }
    case 'ping':
      return { type: 'ping', at: Number(frame['at']) || 0 }
    case 'pause':
    case 'resume':
    case 'end':
      return { type: frame['type'] }
    default:
      return { type: 'unknown' }
  }
}

function parsed(text: string): Json {
  try {
    return objectIn(JSON.parse(text))
  } catch {
    return {}
  }
}

function objectIn(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function resumeIn(value: unknown) {
  const { callId, key } = objectIn(value)
  return typeof callId === 'string' && typeof key === 'string' ? { callId, key } : undefined
}
