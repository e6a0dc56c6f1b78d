import { Agent } from 'undici'
import { ProviderError } from '../provider-error.ts'
import {
  type Completion,
  type Message,
  providerName,
  type Refusal,
  requestChat,
  type Service,
} from './chat-request.ts'
import { readAnswer, toJsonSchema } from './json-answer.ts'
import {
  type Answer,
  addUsage,
  type LanguageModel,
  noUsage,
  type Question,
  type Usage,
} from './port.ts'

/** Dollars for a million tokens. */
export type TokenPrices = { readonly input: number; readonly output: number }

export type OpenAiOptions = {
  /** Such as `https://api.openai.com/v1` or `http://localhost:11434/v1`. */
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly model: string
  /** For servers that do not tell what an answer costs; most do not. */
  readonly prices?: TokenPrices | undefined
  /** Default 5 minutes: a small machine of one's own reads an hour of talk slowly. */
  readonly timeoutMs?: number
  /** Default 4. */
  readonly attempts?: number
  /** Default 1 s, then 2 s, 4 s. */
  readonly baseDelayMs?: number
}

const longestDelayMs = 60_000

/** How firmly the shape can be asked for; a server that refuses one way is asked the next. */
const ways = ['json_schema', 'json_object', 'plain'] as const
type Way = (typeof ways)[number]

/**
 * A model behind any server that speaks OpenAI's chat completions: OpenAI, Ollama, vLLM, llama.cpp,
 * OpenRouter, Mistral, … Plain HTTP by undici instead of the `openai` package: one POST is all that is
 * needed, the package brings 35 MB, and its retries and its parsing of structured output can neither
 * be counted nor fall back where a server knows no schemas.
 */
export function openOpenAiCompatible(options: OpenAiOptions): LanguageModel {
  const { baseUrl, apiKey, model, prices } = options
  const { timeoutMs = 300_000, attempts = 4, baseDelayMs = 1_000 } = options
  // Limits of undici's own would end a slow answer before ours does.
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 })
  const service: Service = {
    url: new URL(`${baseUrl.replace(/\/+$/, '')}/chat/completions`),
    apiKey,
    dispatcher,
    timeoutMs,
    attempts,
    baseDelayMs,
    longestDelayMs,
  }
  const closing = new AbortController()
  const ask = openAsking(service, model)

  async function complete<T>(question: Question<T>): Promise<Answer<T>> {
    const signal = AbortSignal.any([closing.signal, ...(question.signal ? [question.signal] : [])])
    signal.throwIfAborted()
    const messages: Message[] = [
      { role: 'system', content: question.system },
      { role: 'user', content: question.user },
    ]
    let usage = noUsage
    let fault = ''
    // The answer, and one repair of it.
    for (let round = 0; round < 2; round += 1) {
      const { completion, requests } = await ask(question, messages, signal)
      usage = addUsage(usage, usageOf(completion, requests, prices))
      const text = textOf(completion)
      const reading = readAnswer(text, question.schema)
      if (reading.fault === undefined) {
        return { value: reading.value, model: completion.model ?? model, usage }
      }
      fault = reading.fault
      messages.push(
        { role: 'assistant', content: text },
        { role: 'user', content: repairRequest(fault) },
      )
    }
    throw new ProviderError(providerName, false, `Its answer has the wrong shape. ${fault}`)
  }

  return {
    name: 'openai-compatible',
    model,
    complete,
    async close() {
      closing.abort(new ProviderError(providerName, true, 'Parley is stopping.'))
      await dispatcher.destroy()
    },
  }
}

type Completed = { readonly completion: Completion; readonly requests: number }

/** Asks for a completion as this server takes it; what it was found to refuse is not tried again. */
function openAsking(service: Service, model: string) {
  let way: Way = 'json_schema'
  let withTemperature = true
  return async function ask(
    question: Question<unknown>,
    messages: readonly Message[],
    signal: AbortSignal,
  ): Promise<Completed> {
    for (let requests = 0; ; ) {
      const asked = { way, withTemperature }
      const body = {
        model,
        messages: withShape(messages, question, asked.way),
        ...(asked.withTemperature && { temperature: 0 }),
        ...responseFormat(question, asked.way),
      }
      const reply = await requestChat(service, body, signal)
      requests += reply.requests
      if (reply.completion) return { completion: reply.completion, requests }
      const refusal = reply.refusal ?? { status: 0, body: '' }
      const next = ways[ways.indexOf(asked.way) + 1]
      if (asked.withTemperature && /temperature/i.test(refusal.body)) withTemperature = false
      else if (next && isAboutShape(refusal)) way = next
      else throw new ProviderError(providerName, false, refusal.body)
    }
  }
}

function responseFormat({ schema, schemaName }: Question<unknown>, way: Way) {
  if (way === 'plain') return {}
  if (way === 'json_object') return { response_format: { type: way } }
  const format = { name: schemaName, strict: true, schema: toJsonSchema(schema) }
  return { response_format: { type: way, json_schema: format } }
}

/** A server that does not take a schema gets it in words. */
function withShape(
  messages: readonly Message[],
  { schema }: Question<unknown>,
  way: Way,
): readonly Message[] {
  const [first, ...others] = messages
  if (way === 'json_schema' || !first) return messages
  const shape = JSON.stringify(toJsonSchema(schema))
  const content = `${first.content}\n\nAnswer with one JSON object and nothing else. Its JSON schema:\n${shape}`
  return [{ ...first, content }, ...others]
}

/** Servers say it in words of their own, some of them with 404, 422 or 501. */
function isAboutShape({ status, body }: Refusal): boolean {
  const couldBe = [400, 404, 415, 422, 501].includes(status)
  return couldBe && /response_format|json_schema|json_object|schema|grammar|structured/i.test(body)
}

function textOf({ choices }: Completion): string {
  const [choice] = choices
  const { content, refusal } = choice?.message ?? {}
  if (refusal || choice?.finish_reason === 'content_filter') {
    throw new ProviderError(providerName, false, `It declined: ${refusal ?? 'content filter'}`)
  }
  if (choice?.finish_reason === 'length') {
    throw new ProviderError(providerName, false, 'Its answer was cut off: too many tokens.')
  }
  return content ?? ''
}

const pricedTokens = 1_000_000

function usageOf({ usage }: Completion, requests: number, prices?: TokenPrices): Usage {
  const inputTokens = usage?.prompt_tokens ?? 0
  const outputTokens = usage?.completion_tokens ?? 0
  const reckoned =
    usage && prices && (inputTokens * prices.input + outputTokens * prices.output) / pricedTokens
  return { requests, inputTokens, outputTokens, costUsd: usage?.cost ?? reckoned ?? undefined }
}

function repairRequest(fault: string): string {
  return `That answer does not fit the schema:\n${fault}\nAnswer again with the whole JSON object, corrected, and nothing else.`
}
