import {
  type APIConnectOptions,
  APIConnectionError,
  DEFAULT_API_CONNECT_OPTIONS,
  llm,
} from '@livekit/agents'
import type { ChatMessage, ChatModel, ChatTool, ChatTurn } from '../llm/chat-port.ts'
import { ProviderError } from '../provider-error.ts'

type Usage = { readonly inputTokens: number; readonly outputTokens: number }

type Thinking = {
  readonly model: ChatModel
  readonly tools: readonly ChatTool[]
  /** What it should know now besides what was said. */
  readonly note: (() => string | undefined) | undefined
  readonly onUsage: (usage: Usage) => void
  readonly onError: (error: Error) => void
}

/** A conversation model as the session asks it. */
export class PortModel extends llm.LLM {
  readonly #thinking: Thinking

  constructor(thinking: Thinking) {
    super()
    this.#thinking = thinking
  }

  override label(): string {
    return 'parley.model'
  }

  override get model(): string {
    return this.#thinking.model.model
  }

  override chat({
    chatCtx,
    toolCtx,
    connOptions = DEFAULT_API_CONNECT_OPTIONS,
  }: Parameters<llm.LLM['chat']>[0]): llm.LLMStream {
    return new Answer(this, this.#thinking, { chatCtx, toolCtx, connOptions })
  }
}

type Asked = {
  readonly chatCtx: llm.ChatContext
  readonly toolCtx: llm.ToolContextLike | undefined
  readonly connOptions: APIConnectOptions
}

class Answer extends llm.LLMStream {
  readonly #thinking: Thinking
  readonly #history: llm.ChatContext

  constructor(model: PortModel, thinking: Thinking, { chatCtx, toolCtx, connOptions }: Asked) {
    super(model, { chatCtx, connOptions, ...(toolCtx && { toolCtx }) })
    this.#thinking = thinking
    this.#history = chatCtx
  }

  protected override async run(): Promise<void> {
    const { model, tools, note, onUsage, onError } = this.#thinking
    const { signal } = this.abortController
    const turn: ChatTurn = {
      messages: withNote(toMessages(this.#history), note?.()),
      tools,
      signal,
    }
    let hasSpoken = false
    try {
      for await (const part of model.reply(turn)) {
        if (part.type === 'usage') {
          onUsage(part)
          continue
        }
        hasSpoken = true
        this.queue.put({ id: 'parley', delta: { role: 'assistant', ...deltaOf(part) } })
      }
    } catch (error) {
      if (signal.aborted) return
      onError(error as Error)
      const retryable = error instanceof ProviderError && error.retryable && !hasSpoken
      throw new APIConnectionError({ message: String(error), options: { retryable } })
    }
  }
}

function deltaOf(part: { type: 'text'; text: string } | ToolCall) {
  if (part.type === 'text') return { content: part.text }
  const { callId, name, arguments: args } = part
  return { toolCalls: [llm.FunctionCall.create({ callId, name, args })] }
}

type ToolCall = { type: 'tool-call'; callId: string; name: string; arguments: string }

function toMessages({ items }: llm.ChatContext): ChatMessage[] {
  return items.flatMap((item): ChatMessage[] => {
    if (item.type === 'function_call') {
      return [{ role: 'tool-call', callId: item.callId, name: item.name, arguments: item.args }]
    }
    if (item.type === 'function_call_output') {
      const { callId, name, output, isError } = item
      return [{ role: 'tool-result', callId, name, text: unwrapped(output), isError }]
    }
    if (item.type !== 'message') return []
    const text = item.textContent
    if (!text) return []
    const role = item.role === 'user' || item.role === 'assistant' ? item.role : 'system'
    return [{ role, text }]
  })
}

/** Before the last message: that is what is answered. */
function withNote(messages: readonly ChatMessage[], text: string | undefined): ChatMessage[] {
  if (!text) return [...messages]
  return [...messages.slice(0, -1), { role: 'system', text }, ...messages.slice(-1)]
}

/** The session writes what a tool answered as JSON, also where that was text. */
function unwrapped(output: string): string {
  try {
    const value: unknown = JSON.parse(output)
    return typeof value === 'string' ? value : output
  } catch {
    return output
  }
}
