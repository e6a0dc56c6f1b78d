import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openFakeVoice } from '../src/providers/tts/fake.ts'
import { wavHeader } from '../src/providers/audio/index.ts'

type Asked = {
  readonly authorization: string | undefined
  readonly model: string
  readonly input: string
  readonly voice: string
  readonly response_format: string
  readonly speed: number
}
type Refusal = { readonly status: number; readonly body: string; readonly type?: string }

/** A server with OpenAI's endpoint for speech, which hums what it is to say. */
export async function startVoiceService(
  /** Answers that come first, in order; undefined is a real one. */
  refusals: (Refusal | 'hang' | 'wav' | undefined)[] = [],
) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Asked, 'authorization'>
    asked.push({ ...body, authorization: request.headers.authorization })
    const refusal = refusals.shift()
    if (refusal === 'hang') return
    if (typeof refusal === 'object') {
      const type = refusal.type ?? 'application/json'
      return void response.writeHead(refusal.status, { 'content-type': type }).end(refusal.body)
    }
    if (request.url !== '/v1/audio/speech') return void response.writeHead(404).end('{}')
    await hum(body, response, refusal === 'wav')
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

async function hum(
  { input, speed }: { input: string; speed: number },
  response: ServerResponse,
  asWav: boolean,
): Promise<void> {
  const stream = openFakeVoice().synthesize({
    text: input,
    language: 'en',
    speed,
    sampleRate: 24_000,
  })
  const pieces: Buffer[] = []
  response.writeHead(200, { 'content-type': asWav ? 'audio/wav' : 'audio/pcm' })
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    // Cut where it hurts: between the two bytes of a sample.
    if (asWav) pieces.push(bytes)
    else {
      response.write(bytes.subarray(0, 101))
      response.write(bytes.subarray(101))
    }
  }
  response.end(asWav ? Buffer.concat([wavHeader({ sampleRate: 24_000 }), ...pieces]) : undefined)
}
