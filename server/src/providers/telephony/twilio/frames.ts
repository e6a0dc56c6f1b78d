import { z } from 'zod'

/**
 * Frames of Twilio's Media Streams: JSON texts over a WebSocket, one socket per call. Numbers are text,
 * audio is μ-law at 8 kHz in base64.
 * https://www.twilio.com/docs/voice/media-streams/websocket-messages
 */
export type TwilioFrame =
  | { readonly event: 'connected' }
  | {
      readonly event: 'start'
      readonly streamSid: string
      readonly callSid: string
      readonly accountSid: string
      readonly parameters: Readonly<Record<string, string>>
    }
  /** `atMs` from the beginning of the stream. */
  | { readonly event: 'media'; readonly audio: Uint8Array; readonly atMs: number }
  | { readonly event: 'dtmf'; readonly digit: string }
  /**
   * What was played before it was played, or dropped: after our own `clear`, marks mean that they were
   * not heard.
   */
  | { readonly event: 'mark'; readonly name: string }
  | { readonly event: 'stop'; readonly callSid: string | undefined }

/** Longer frames are none of Twilio's. */
const maxFrameCharacters = 100_000

const Frame = z.discriminatedUnion('event', [
  z.object({ event: z.literal('connected') }),
  z.object({
    event: z.literal('start'),
    streamSid: z.string(),
    start: z.object({
      callSid: z.string(),
      accountSid: z.string(),
      mediaFormat: z.object({
        encoding: z.literal('audio/x-mulaw'),
        sampleRate: z.coerce.number().pipe(z.literal(8_000)),
        channels: z.coerce.number().pipe(z.literal(1)),
      }),
      customParameters: z.record(z.string(), z.string()).default({}),
    }),
  }),
  z.object({
    event: z.literal('media'),
    media: z.object({
      payload: z.string(),
      timestamp: z.coerce.number().min(0),
      track: z.string().optional(),
    }),
  }),
  z.object({ event: z.literal('dtmf'), dtmf: z.object({ digit: z.string().min(1).max(1) }) }),
  z.object({ event: z.literal('mark'), mark: z.object({ name: z.string() }) }),
  z.object({
    event: z.literal('stop'),
    stop: z.object({ callSid: z.string() }).optional(),
  }),
])

/** Undefined for what is no frame that we know; new kinds are to be passed over. */
export function readFrame(text: string): TwilioFrame | undefined {
  if (text.length > maxFrameCharacters) return undefined
  const parsed = Frame.safeParse(parseJson(text))
  return parsed.success ? frameOf(parsed.data) : undefined
}

function frameOf(frame: z.infer<typeof Frame>): TwilioFrame | undefined {
  switch (frame.event) {
    case 'connected':
      return { event: 'connected' }
    case 'start': {
      const { callSid, accountSid, customParameters: parameters } = frame.start
      return { event: 'start', streamSid: frame.streamSid, callSid, accountSid, parameters }
    }
    case 'media': {
      const { payload, timestamp, track } = frame.media
      // A stream of both tracks also tells what we said ourselves.
      if (track === 'outbound') return undefined
      return { event: 'media', audio: Buffer.from(payload, 'base64'), atMs: timestamp }
    }
    case 'dtmf':
      return { event: 'dtmf', digit: frame.dtmf.digit }
    case 'mark':
      return { event: 'mark', name: frame.mark.name }
    case 'stop':
      return { event: 'stop', callSid: frame.stop?.callSid }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Audio to be played after what was sent before. */
export function writeMedia(streamSid: string, audio: Uint8Array): string {
  const payload = Buffer.from(audio.buffer, audio.byteOffset, audio.byteLength).toString('base64')
  return JSON.stringify({ event: 'media', streamSid, media: { payload } })
}

/** Comes back once everything before it was played. */
export function writeMark(streamSid: string, name: string): string {
  return JSON.stringify({ event: 'mark', streamSid, mark: { name } })
}

/** Drops what is not played yet. */
export function writeClear(streamSid: string): string {
  return JSON.stringify({ event: 'clear', streamSid })
}
