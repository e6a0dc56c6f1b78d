import { setTimeout as wait } from 'node:timers/promises'
import { Agent } from 'undici'
import { z } from 'zod'
import { ProviderError } from '../provider-error.ts'
import { type EmbedOptions, type Embeddings, normalise } from './port.ts'

export type OpenAiEmbeddingsOptions = {
  /** Such as `https://api.openai.com/v1` or `http://localhost:11434/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly model: string
  /** Of one request; default 60 s. */
  readonly timeoutMs?: number
  /** Requests for one batch, the first included; default 4. Urgent texts are asked about once. */
  readonly attempts?: number
  /** Default 500 ms, then 1 s, 2 s. */
  readonly baseDelayMs?: number
}

const providerName = 'embeddings service'
const textsPerRequest = 64
/** No server takes more than about 8,000 tokens. */
const maxCharacters = 8_000
const largestReplyBytes = 50_000_000

const Reply = z.object({
  data: z.array(z.object({ index: z.int().min(0), embedding: z.array(z.number()).min(1) })),
})

type Service = {
  readonly url: URL
  readonly apiKey: string | undefined
  readonly model: string
  readonly dispatcher: Agent
  readonly timeoutMs: number
  readonly baseDelayMs: number
}

/** A model behind any server that speaks OpenAI's embeddings: OpenAI, Ollama, vLLM, … */
export function openOpenAiEmbeddings(options: OpenAiEmbeddingsOptions): Embeddings {
  const { baseUrl, apiKey, model, timeoutMs = 60_000 } = options
  const { attempts = 4, baseDelayMs = 500 } = options
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/embeddings`)
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  const closing = new AbortController()
  const service: Service = { url, apiKey, model, dispatcher, timeoutMs, baseDelayMs }
  return {
    name: 'openai-compatible',
    model,
    // Which languages a service understands it does not tell; those of today are of many.
    languages: ['*'],
    async embed(texts, { isUrgent = false, signal: given }: EmbedOptions = {}) {
      const signal = AbortSignal.any([closing.signal, ...(given ? [given] : [])])
      signal.throwIfAborted()
      const vectors: Float32Array[] = []
      for (let at = 0; at < texts.length; at += textsPerRequest) {
        const batch = texts.slice(at, at + textsPerRequest)
        vectors.push(...(await askUntil(service, batch, isUrgent ? 1 : attempts, signal)))
      }
      return vectors
    },
    isReady: () => true,
    async close() {
      closing.abort(new ProviderError(providerName, true, 'Parley is stopping.'))
      await dispatcher.destroy()
    },
  }
}

/** Asks again while the service is busy or away, so often in all. */
async function askUntil(
  service: Service,
  texts: readonly string[],
  attempts: number,
  signal: AbortSignal,
): Promise<Float32Array[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askOnce(service, texts, signal)
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof ProviderError) || !error.retryable || attempt >= attempts) throw error
    }
    const delayMs = service.baseDelayMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
    await wait(delayMs, undefined, { signal }).catch((error: unknown) => {
      signal.throwIfAborted()
      throw error
    })
  }
}

async function askOnce(
  { url, apiKey, model, dispatcher, timeoutMs }: Service,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  const input = texts.map((text) => text.slice(0, maxCharacters).trim() || '-')
  const inTime = AbortSignal.timeout(timeoutMs)
  try {
    const response = await dispatcher.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ model, input, encoding_format: 'float' }),
      signal: AbortSignal.any([signal, inTime]),
    })
    return readReply(response.statusCode, await readBody(response.body), texts.length)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProviderError) throw error
    const shown = inTime.aborted ? `No answer within ${timeoutMs / 1_000} s.` : error
    throw new ProviderError(providerName, true, shown)
  }
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > largestReplyBytes) {
      throw new ProviderError(providerName, false, 'Its answer is larger than 50 MB.')
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readReply(status: number, text: string, count: number): Float32Array[] {
  if (status < 200 || status > 299) {
    const isPassing = status === 408 || status === 409 || status === 429 || status >= 500
    const words = text.replaceAll(/\s+/g, ' ').trim().slice(0, 300)
    throw new ProviderError(providerName, isPassing, `Status ${status}: ${words}`)
  }
  const reply = Reply.safeParse(parseJson(text))
  if (!reply.success)
    throw new ProviderError(providerName, false, 'Its answer has the wrong shape.')
  const byIndex = new Map(reply.data.data.map(({ index, embedding }) => [index, embedding]))
  return Array.from({ length: count }, (_, index) => {
    const embedding = byIndex.get(index)
    if (embedding) return normalise(Float32Array.from(embedding))
    throw new ProviderError(providerName, false, `It left out text ${index} of ${count}.`)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
