import { ProviderError } from '../provider-error.ts'
import { Reply } from './openai-reply.ts'
import { toWavFile } from './wav-file.ts'

type Service = {
  readonly url: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly timeoutMs: number
}
type Question = {
  readonly audio: Float32Array
  readonly language: string | undefined
  readonly signal: AbortSignal
}

/** Of a reply that is no transcript, shown to whoever set the service up. */
const shownReplyLength = 300

/** One request of at most `timeoutMs`; throws ProviderError, or the reason of the signal. */
export async function askService(service: Service, question: Question): Promise<Reply> {
  const { url, apiKey, timeoutMs } = service
  const { signal } = question
  const inTime = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: toForm(service.model, question),
      // A key must not follow a redirect to another host.
      redirect: 'error',
      headers: apiKey ? { authorization: `Bearer ${apiKey}` } : {},
      signal: AbortSignal.any([signal, inTime]),
    })
    return readReply(response.status, await response.text())
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof ProviderError) throw error
    const cause = inTime.aborted ? `No answer within ${timeoutMs / 1_000} s.` : rootOf(error)
    throw new ProviderError('speech service', true, cause)
  }
}

function toForm(model: string, { audio, language }: Question): FormData {
  const form = new FormData()
  form.set('file', new Blob([toWavFile(audio)], { type: 'audio/wav' }), 'audio.wav')
  form.set('model', model)
  form.set('response_format', 'verbose_json')
  form.append('timestamp_granularities[]', 'segment')
  form.append('timestamp_granularities[]', 'word')
  if (language) form.set('language', language)
  return form
}

function readReply(status: number, body: string): Reply {
  const shown = body.replaceAll(/\s+/g, ' ').trim().slice(0, shownReplyLength)
  if (status < 200 || status > 299) {
    const retryable = status === 408 || status === 409 || status === 429 || status >= 500
    throw new ProviderError('speech service', retryable, `Status ${status}: ${shown}`)
  }
  const reply = Reply.safeParse(parseJson(body))
  if (reply.success) return reply.data
  throw new ProviderError('speech service', false, `It answered ${shown}.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** fetch hides "connection refused" in the cause of its cause. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause ? rootOf(error.cause) : error
}
