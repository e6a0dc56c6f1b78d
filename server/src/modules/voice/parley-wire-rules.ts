/** The frames of @parley/voice: JSON text for what happens, binary PCM16 at 16 kHz for sound. */

export type ClientFrame =
  | {
      readonly type: 'start'
      /** Needed with an API key; a call token names its agent. */
      readonly agentId: string | undefined
      /** Of the agent; with an API key, since a token has its own. */
      readonly environmentId: string | undefined
      readonly versionRef: string | undefined
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
  const { type } = frame
  const read = typeof type === 'string' ? readers.get(type) : undefined
  return read?.(frame) ?? { type: 'unknown' }
}

const textIn = (frame: Json, name: string): string => {
  const value = frame[name]
  return typeof value === 'string' ? value : ''
}

/** Undefined: the frame is of that type, and wrong. */
const readers = new Map<string, (frame: Json) => ClientFrame | undefined>([
  [
    'start',
    (frame) => ({
      type: 'start',
      agentId: textIn(frame, 'agentId') || undefined,
      environmentId: textIn(frame, 'environmentId') || undefined,
      versionRef: textIn(frame, 'versionRef') || undefined,
      params: objectIn(frame['params']),
      tools: listIn(frame['tools']),
      resume: resumeIn(frame['resume']),
    }),
  ],
  ['mark', (frame) => ({ type: 'mark', name: textIn(frame, 'name') })],
  [
    'tool_result',
    (frame) => ({
      type: 'tool_result',
      id: textIn(frame, 'id'),
      result: frame['result'] ?? null,
      error: textIn(frame, 'error') || undefined,
    }),
  ],
  [
    'dtmf',
    (frame) => {
      const digit = textIn(frame, 'digit')
      return /^[\d*#]$/.test(digit) ? { type: 'dtmf', digit } : undefined
    },
  ],
  [
    'text',
    (frame) => {
      const said = textIn(frame, 'text').trim().slice(0, maxText)
      return said ? { type: 'text', text: said } : undefined
    },
  ],
  ['ping', (frame) => ({ type: 'ping', at: Number(frame['at']) || 0 })],
  ['pause', () => ({ type: 'pause' })],
  ['resume', () => ({ type: 'resume' })],
  ['end', () => ({ type: 'end' })],
])

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
