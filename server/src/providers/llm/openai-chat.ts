import { randomUUID } from 'node:crypto'
import { Agent, type Dispatcher } from 'undici'
import { ProviderError } from '../provider-error.ts'
import type { ChatMessage, ChatModel, ChatPart, ChatTurn } from './chat-port.ts'
import { readChatStream } from './chat-stream.ts'

export type OpenAiChatOptions = {
  readonly baseUrl: string
  readonly apiKey?: string | undefined
  readonly model: string
  readonly temperature?: number | undefined
  /** Until the first byte of the answer; a caller who waits longer has hung up. Default 15 s. */
  readonly timeoutMs?: number
  /** What connects; it stays open. Undefined: connections of its own. */
  readonly dispatcher?: Dispatcher | undefined
}

const providerName = 'language model'
const shownReplyLength = 300
const longestPauseMs = 20_000

/** A conversation with any server of OpenAI's chat completions, streamed, with tools. */
export function openOpenAiChat(options: OpenAiChatOptions): ChatModel {
  const { baseUrl, apiKey, model, temperature, timeoutMs = 15_000 } = options
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/chat/completions`)
  const dispatcher = options.dispatcher ?? new Agent()

  async function* reply({ messages, tools, signal }: ChatTurn): AsyncGenerator<ChatPart, void> {
    signal.throwIfAborted()
    try {
      const response = await dispatcher.request({
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        },
        body: JSON.stringify({
          model,
          messages: toWire(messages),
          stream: true,
          stream_options: { include_usage: true },
          ...(temperature !== undefined && { temperature }),
          ...(tools.length > 0 && {
            tools: tools.map((tool) => ({ type: 'function', function: tool })),
          }),
        }),
        signal,
        headersTimeout: timeoutMs,
        bodyTimeout: longestPauseMs,
      })
      const { statusCode: status } = response
      if (status >= 300) throw refusal(status, await response.body.text())
      yield* readChatStream(response.body, () => `call_${randomUUID()}`)
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof ProviderError) throw error
      throw new ProviderError(providerName, true, error)
    }
  }

  return {
    name: 'openai-compatible',
    model,
    isPure: true,
    reply,
    async close() {
      if (!options.dispatcher) await dispatcher.destroy()
    },
  }
}

function refusal(status: number, body: string): ProviderError {
  const isPassing = status === 408 || status === 409 || status === 429 || status >= 500
  const words = body.replaceAll(/\s+/g, ' ').trim().slice(0, shownReplyLength)
  return new ProviderError(providerName, isPassing, `Status ${status}: ${words}`)
}

type WireMessage = Record<string, unknown>

/** Calls that follow each other belong to one message; a call without a result is left out. */
function toWire(messages: readonly ChatMessage[]): WireMessage[] {
  const answered = new Set(
    messages.flatMap((message) => (message.role === 'tool-result' ? [message.callId] : [])),
  )
  const wire: WireMessage[] = []
  let calls: WireMessage[] | undefined
  for (const message of messages) {
    if (message.role === 'tool-call') {
      if (!answered.has(message.callId)) continue
      const { callId, name, arguments: given } = message
      const call = { id: callId, type: 'function', function: { name, arguments: given } }
      if (calls) calls.push(call)
      else {
        calls = [call]
        wire.push({ role: 'assistant', content: null, tool_calls: calls })
      }
      continue
    }
    if (message.role === 'tool-result') {
      wire.push({ role: 'tool', tool_call_id: message.callId, content: message.text })
    } else {
      wire.push({ role: message.role, content: message.text })
    }
    calls = undefined
  }
  return wire
}
