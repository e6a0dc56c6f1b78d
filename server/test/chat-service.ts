import { LLMock } from '@copilotkit/aimock'

const { LLM_BASE_URL: baseUrl, LLM_API_KEY: apiKey, LLM_MODEL: model } = process.env

/** The model that the environment names, so that a suite can run against it; mostly there is none. */
export const realEndpoint = baseUrl && model ? { baseUrl, model, apiKey } : undefined

type Asked = {
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  /** Undefined: none was asked for. */
  readonly format: string | undefined
  readonly temperature: number | undefined
  readonly model: string
}
type Failure = {
  readonly status: number
  readonly message: string
  /** Seconds, of a 429. */
  readonly retryAfter?: number
}
type Said = string | Failure | { readonly content: string; readonly finishReason: string }

/** A real server of OpenAI's protocol; what it says comes from the function. */
export async function startChatService(say: (asked: Asked, call: number) => Said | Promise<Said>) {
  const service = new LLMock({ port: 0, host: '127.0.0.1', strict: true })
  const asked: Asked[] = []
  service.on({ endpoint: 'chat' }, async ({ messages, response_format, temperature, model }) => {
    const question: Asked = {
      messages: messages.map(({ role, content }) => ({ role, content: textOf(content) })),
      format: response_format?.type,
      temperature,
      model,
    }
    asked.push(question)
    const said = await say(question, asked.length - 1)
    if (typeof said === 'string') return { content: said }
    if ('content' in said) return said
    const { status, message, retryAfter } = said
    return { error: { message }, status, ...(retryAfter !== undefined && { retryAfter }) }
  })
  await service.start()
  return {
    baseUrl: `${service.url}/v1`,
    asked,
    /** Headers of the requests, in order. */
    headers: () => service.getRequests().map(({ headers }) => headers),
    [Symbol.asyncDispose]: () => service.stop(),
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content
  return JSON.stringify(content ?? '')
}
