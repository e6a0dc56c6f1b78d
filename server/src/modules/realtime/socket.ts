import { RealtimeStt, RealtimeTts } from '@parley/contract'
import type { RawData, WebSocket } from 'ws'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { refusalOf, withoutAliases } from '../../platform/validate.ts'
import { decodeMulaw } from '../../providers/telephony/index.ts'
import { hear } from './hear.ts'
import { type LiveTranscript, transcribeLive } from './live-transcript.ts'
import { speak } from './speak.ts'

const pingMs = 30_000
const idleMs = 60 * 60_000
/** Requests of one connection that may wait for each other. */
const maxWaiting = 32
/** Sound waits in memory for a client that does not read; beyond it we wait for the client. */
const maxBufferedBytes = 1_000_000
const normalClose = 1_000

/** As Hamsa says it, letter by letter: clients compare. */
const acknowledgement = 'Real time text to speach connection establesh'

const Request = z.looseObject({ type: z.string(), payload: z.unknown().optional() })
const Streaming = z.looseObject({
  language: z.string().max(20).nullish(),
  encoding: z.enum(['linear16', 'mulaw']).nullish(),
  interim: z.boolean().nullish(),
})

/**
 * Realtime speech over one socket: many requests, one after the other. Text to speech answers with
 * binary frames, a transcript comes as a bare text frame, everything else is JSON.
 */
export function serveRealtime(context: Context, workspaceId: string, socket: WebSocket): void {
  const gone = new AbortController()
  let live: { readonly transcript: LiveTranscript; readonly isMulaw: boolean } | undefined
  let waiting = 0
  let line: Promise<void> = Promise.resolve()
  const send = (type: string, payload: unknown) => sendJson(socket, { type, payload })
  const fail = (error: unknown, what: string) => {
    if (gone.signal.aborted) return
    const isKnown = error instanceof AppError
    if (!isKnown) context.log.warn({ err: error }, 'Realtime speech failed')
    const reason = isKnown ? error.message : 'the engine failed'
    send('error', { message: `${what}: ${reason}` })
  }
  const inTurn = (work: () => Promise<void>) => {
    if (waiting >= maxWaiting) return send('error', { message: 'Too many requests are waiting.' })
    waiting += 1
    line = line.then(work).finally(() => {
      waiting -= 1
    })
  }

  let idle = setTimeout(() => socket.close(normalClose, 'Idle'), idleMs)
  const ping = setInterval(() => socket.ping(), pingMs)
  socket.on('close', () => {
    clearInterval(ping)
    clearTimeout(idle)
    live?.transcript.close()
    gone.abort()
  })
  socket.on('message', (data, isBinary) => {
    clearTimeout(idle)
    idle = setTimeout(() => socket.close(normalClose, 'Idle'), idleMs)
    if (isBinary) return live?.transcript.add(floatsIn(data, live.isMulaw))
    const request = readRequest(textIn(data))
    if (!request) return send('error', { message: 'A frame must be JSON: {"type", "payload"}.' })
    const { type, payload } = request
    if (type === 'tts')
      inTurn(() =>
        say(context, workspaceId, { socket, payload, signal: gone.signal }).catch(
          (error: unknown) => fail(error, 'Error generating speech'),
        ),
      )
    else if (type === 'stt')
      inTurn(() =>
        write(context, { socket, payload, signal: gone.signal }).catch((error: unknown) =>
          fail(error, 'Error generating transcription'),
        ),
      )
    else if (type === 'stt.stream') {
      try {
        live?.transcript.close()
        live = openLive(context, send, payload, fail)
      } catch (error) {
        fail(error, 'Error generating transcription')
      }
    } else if (type === 'stt.end') live?.transcript.end()
    else
      send('error', { message: `'${type}' is no known request: tts, stt, stt.stream or stt.end.` })
  })
  send('info', { message: 'Connected to realtime WebSocket server' })
}

type Asked = {
  readonly socket: WebSocket
  readonly payload: unknown
  readonly signal: AbortSignal
}

async function say(
  context: Context,
  workspaceId: string,
  { socket, payload, signal }: Asked,
): Promise<void> {
  const wanted = RealtimeTts.safeParse(
    withoutAliases(payload, { voiceId: 'speaker', language: 'languageId' }),
  )
  if (!wanted.success) throw refusalOf(wanted.error)
  const speech = await speak(context, { workspaceId, asked: wanted.data, signal })
  sendJson(socket, { type: 'ack', payload: { message: acknowledgement } })
  for await (const piece of speech.pieces) {
    if (signal.aborted) return
    await sendBytes(socket, piece)
  }
  sendJson(socket, { type: 'end', payload: { message: 'End of TTS stream' } })
}

async function write(context: Context, { socket, payload, signal }: Asked): Promise<void> {
  const wanted = RealtimeStt.safeParse(payload)
  if (!wanted.success) throw refusalOf(wanted.error)
  const { text } = await hear(context, wanted.data, signal)
  if (socket.readyState === socket.OPEN) socket.send(text)
}

function openLive(
  context: Context,
  send: (type: string, payload: unknown) => void,
  payload: unknown,
  fail: (error: unknown, what: string) => void,
) {
  const wanted = Streaming.safeParse(payload ?? {})
  if (!wanted.success) throw refusalOf(wanted.error)
  const { language, encoding, interim } = wanted.data
  const options = {
    language: language?.slice(0, 2).toLowerCase() || undefined,
    withInterim: interim !== false,
  }
  const transcript = transcribeLive(context, options, {
    onFinal({ text, startMs, endMs, confidence, words }) {
      send('stt.result', {
        isFinal: true,
        text,
        startMs,
        endMs,
        confidence: confidence ?? null,
        words,
      })
    },
    onInterim: (text, startMs) => send('stt.result', { isFinal: false, text, startMs }),
    onError: (error) => fail(error, 'Error generating transcription'),
    onEnd: () => send('end', { message: 'End of STT stream' }),
  })
  send('ack', { message: 'Send binary frames; {"type":"stt.end"} ends the stream.' })
  return { transcript, isMulaw: encoding === 'mulaw' }
}

function readRequest(text: string): z.infer<typeof Request> | undefined {
  try {
    return Request.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function sendJson(socket: WebSocket, frame: unknown): void {
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
}

/** Resolves at once while the client keeps up, else when this is written. */
function sendBytes(socket: WebSocket, bytes: Uint8Array): Promise<void> {
  return new Promise((done) => {
    if (socket.readyState !== socket.OPEN) return done()
    const mustWait = socket.bufferedAmount > maxBufferedBytes
    socket.send(bytes, () => done())
    if (!mustWait) done()
  })
}

/** Samples at 16 kHz from PCM16 of that rate, or from μ-law of half of it. */
function floatsIn(data: RawData, isMulaw: boolean): Float32Array {
  const bytes = bytesIn(data)
  if (isMulaw) {
    const samples = decodeMulaw(bytes)
    return Float32Array.from(
      { length: samples.length * 2 },
      (_, index) => (samples[index >> 1] ?? 0) / 32_768,
    )
  }
  const count = Math.floor(bytes.length / 2)
  return Float32Array.from({ length: count }, (_, index) => bytes.readInt16LE(index * 2) / 32_768)
}

function textIn(data: RawData): string {
  return bytesIn(data).toString('utf8')
}

function bytesIn(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data
  return Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)])
}
