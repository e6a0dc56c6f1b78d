import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { collectTranscript, type SpeechToText } from '../src/providers/stt/index.ts'

/** What a request asked for. */
type Asked = {
  readonly authorization: string | undefined
  readonly model: string | undefined
  readonly language: string | undefined
  readonly seconds: number
}
type Refusal = { readonly status: number; readonly body: string }

/** A server with OpenAI's endpoint for transcriptions that really hears, by the engine given. */
export async function startSpeechService(
  ears: SpeechToText,
  /** Answers that come first, in order; undefined is a real one. */
  refusals: (Refusal | 'hang' | undefined)[] = [],
) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, body }) => response.writeHead(status).end(body),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })

  async function answer(request: IncomingMessage): Promise<Refusal> {
    const form = await readForm(request)
    const audio = toAudio(form.file)
    const { model, language } = form
    asked.push({
      authorization: request.headers.authorization,
      model,
      language,
      seconds: audio.length / 16_000,
    })
    const refusal = refusals.shift()
    if (refusal === 'hang') await new Promise(() => {})
    if (refusal && refusal !== 'hang') return refusal
    if (request.url !== '/v1/audio/transcriptions') return { status: 404, body: '{}' }
    return { status: 200, body: JSON.stringify(await hear(ears, audio)) }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function readForm(request: IncomingMessage) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const headers = { 'content-type': request.headers['content-type'] ?? '' }
  const form = await new Response(Buffer.concat(chunks), { headers }).formData()
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value : undefined
  }
  const file = form.get('file')
  if (!(file instanceof Blob)) throw new Error('no file')
  return {
    file: Buffer.from(await file.arrayBuffer()),
    model: text('model'),
    language: text('language'),
  }
}

/** 16-bit WAV at 16 kHz, as the adapter sends it. */
function toAudio(file: Buffer): Float32Array {
  const data = file.subarray(44)
  return Float32Array.from(
    { length: data.length / 2 },
    (_, index) => data.readInt16LE(index * 2) / 32_768,
  )
}

async function hear(ears: SpeechToText, audio: Float32Array) {
  async function* once(): AsyncGenerator<Float32Array> {
    yield audio
  }
  const { segments } = await collectTranscript(ears.transcribe({ audio: once(), language: 'en' }))
  const words = segments.flatMap((segment) => segment.words)
  return {
    task: 'transcribe',
    language: 'english',
    text: segments.map(({ text }) => text).join(' '),
    segments: segments.map(({ startMs, endMs, text, confidence = 1 }) => ({
      start: startMs / 1_000,
      end: endMs / 1_000,
      text: ` ${text}`,
      avg_logprob: Math.log(confidence),
      no_speech_prob: 0.01,
    })),
    words: words.map(({ text, startMs, endMs }) => ({
      word: text,
      start: startMs / 1_000,
      end: endMs / 1_000,
    })),
  }
}
