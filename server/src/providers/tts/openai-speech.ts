import { ProviderError } from '../provider-error.ts'
import { readWav } from '../audio/wav.ts'
import { openConverter } from './pcm.ts'

type Service = {
  readonly url: string
  readonly apiKey: string | undefined
  readonly timeoutMs: number
}
type Wanted = {
  readonly question: object
  readonly pitch: number
  readonly sampleRate: number
  readonly signal: AbortSignal
}

/** What `pcm` means to OpenAI and those who follow it: 16 bits, little endian, mono. */
const pcmRate = 24_000
const shownReplyLength = 300

/** One request of at most `timeoutMs`, its audio as it comes; throws ProviderError. */
export async function* askForSpeech(
  { url, apiKey, timeoutMs }: Service,
  { question, pitch, sampleRate, signal }: Wanted,
): AsyncGenerator<Int16Array> {
  const inTime = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(question),
      // A key must not follow a redirect to another host.
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
      },
      signal: AbortSignal.any([signal, inTime]),
    })
    if (!response.ok) throw await refusalOf(response)
    yield* convert(audioOf(response), pitch, sampleRate)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProviderError) throw error
    const cause = inTime.aborted ? `No answer within ${timeoutMs / 1_000} s.` : rootOf(error)
    throw new ProviderError('voice service', true, cause)
  }
}

type Piece = { readonly audio: Float32Array; readonly rate: number }

async function* convert(
  pieces: AsyncIterable<Piece>,
  pitch: number,
  sampleRate: number,
): AsyncGenerator<Int16Array> {
  let converter: ReturnType<typeof openConverter> | undefined
  for await (const { audio, rate } of pieces) {
    converter ??= openConverter(rate, sampleRate, pitch)
    yield converter.push(audio)
  }
  if (converter) yield converter.end()
}

/** Some services answer WAV whatever they are asked for. */
async function* audioOf(response: Response): AsyncGenerator<Piece> {
  const bytes = (response.body ?? new Blob([]).stream()) as AsyncIterable<Uint8Array>
  const [first, rest] = await peek(bytes)
  if (Buffer.from(first).toString('latin1', 0, 4) === 'RIFF') {
    for await (const { channelData, sampleRate: rate } of readWav(rest)) {
      if (channelData[0]) yield { audio: channelData[0], rate }
    }
    return
  }
  if (/^(text|application\/json)/.test(response.headers.get('content-type') ?? '')) {
    throw new ProviderError('voice service', false, `It answered ${shown(first)}.`)
  }
  yield* readPcm(rest)
}

async function peek(
  bytes: AsyncIterable<Uint8Array>,
): Promise<[Uint8Array, AsyncGenerator<Uint8Array>]> {
  const iterator = bytes[Symbol.asyncIterator]()
  let first: Uint8Array = new Uint8Array(0)
  while (first.length < 4) {
    const step = await iterator.next()
    if (step.done) break
    first = Buffer.concat([first, step.value])
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield first
    try {
      for (let step = await iterator.next(); !step.done; step = await iterator.next()) {
        yield step.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return [first, all()]
}

async function* readPcm(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of bytes) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece])
    const count = Math.floor(held.length / 2)
    const audio = new Float32Array(count)
    for (let index = 0; index < count; index += 1) audio[index] = held.readInt16LE(index * 2) / 32_768
    held = held.subarray(count * 2)
    if (count > 0) yield { audio, rate: pcmRate }
  }
}

async function refusalOf(response: Response): Promise<ProviderError> {
  const { status } = response
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500
  const said = shown(Buffer.from(await response.arrayBuffer()))
  return new ProviderError('voice service', retryable, `Status ${status}: ${said}`)
}

const shown = (bytes: Uint8Array) =>
  Buffer.from(bytes).toString('utf8').replaceAll(/\s+/g, ' ').trim().slice(0, shownReplyLength)

/** fetch hides "connection refused" in the cause of its cause. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause ? rootOf(error.cause) : error
}
