/** The frames of the voice agents' SDK 0.3: JSON text, sound in base64. */

export type PageFrame =
  | { readonly type: 'start' }
  | { readonly type: 'media'; readonly samples: Int16Array }
  | { readonly type: 'mark'; readonly name: string }
  | { readonly type: 'tools'; readonly answers: readonly ToolAnswer[] }
  | { readonly type: 'dtmf'; readonly digit: string }
  | { readonly type: 'stop' }
  | { readonly type: 'unknown' }

type ToolAnswer = { readonly id: string; readonly response: unknown }

type Json = Readonly<Record<string, unknown>>

/** What a page sent; anything that is no frame of the protocol is `unknown`. */
export function readPageFrame(text: string): PageFrame {
  const frame = parsed(text)
  const { event } = frame
  const read = typeof event === 'string' ? readers.get(event) : undefined
  return read?.(frame) ?? { type: 'unknown' }
}

/** A text within a part of a frame, such as the payload of `media`. */
function textIn(frame: Json, part: string, name: string): string | undefined {
  const value = (frame[part] as Json | undefined)?.[name]
  return typeof value === 'string' ? value : undefined
}

const readers = new Map<string, (frame: Json) => PageFrame | undefined>([
  ['start', () => ({ type: 'start' })],
  ['connected', () => ({ type: 'start' })],
  ['stop', () => ({ type: 'stop' })],
  [
    'media',
    (frame) => {
      const payload = textIn(frame, 'media', 'payload')
      return payload === undefined ? undefined : { type: 'media', samples: fromFloats(payload) }
    },
  ],
  [
    'mark',
    (frame) => {
      const name = textIn(frame, 'mark', 'name')
      return name === undefined ? undefined : { type: 'mark', name }
    },
  ],
  ['tools_response', (frame) => ({ type: 'tools', answers: answersIn(frame['tools_response']) })],
  [
    'dtmf',
    (frame) => {
      const digit = textIn(frame, 'dtmf', 'digit')
      return digit === undefined ? undefined : { type: 'dtmf', digit }
    },
  ],
])

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Json) : {}
  } catch {
    return {}
  }
}

function answersIn(value: unknown): ToolAnswer[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((item: unknown) => {
    const { id, function: called } = (item ?? {}) as Json
    if (typeof id !== 'string') return []
    return [{ id, response: (called as Json | undefined)?.['response'] ?? null }]
  })
}

/** Float32 little-endian in base64, as PCM16. */
export function fromFloats(payload: string): Int16Array {
  const bytes = Buffer.from(payload, 'base64')
  const count = Math.floor(bytes.length / 4)
  const samples = new Int16Array(count)
  for (let index = 0; index < count; index += 1) {
    const value = bytes.readFloatLE(index * 4)
    const bounded = Math.max(-1, Math.min(1, Number.isNaN(value) ? 0 : value))
    samples[index] = Math.round(bounded * 32_767)
  }
  return samples
}

/** PCM16 little-endian in base64. */
export function toPayload(samples: Int16Array): string {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64')
}

export const pageFrames = {
  media: (samples: Int16Array) => ({ event: 'media', media: { payload: toPayload(samples) } }),
  clear: () => ({ event: 'clear' }),
  mark: (name: string) => ({ event: 'mark', mark: { name } }),
  transcription: (content: string) => ({ event: 'transcription', content }),
  answer: (content: string) => ({ event: 'answer', content }),
  info: (content: Json) => ({ event: 'info', content }),
  tools: (id: string, name: string, given: Json) => ({
    event: 'tools',
    content: [{ id, type: 'function', function: { name, arguments: JSON.stringify(given) } }],
  }),
}
