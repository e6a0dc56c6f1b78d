import type { Dispatcher } from 'undici'
import { openOpenAiCompatible, type TokenPrices } from './openai-compatible.ts'
import type { ChatModel } from './chat-port.ts'
import { openOpenAiChat } from './openai-chat.ts'
import type { LanguageModel } from './port.ts'

export type { ChatMessage, ChatModel, ChatPart, ChatTurn } from './chat-port.ts'
export { addUsage, type LanguageModel, noUsage, type Usage } from './port.ts'

export type ChatService = {
  readonly baseUrl: string
  readonly apiKey: string | undefined
  readonly model: string
  readonly temperature?: number | undefined
}

type ModelSettings = {
  readonly llmBaseUrl: string | undefined
  readonly llmApiKey: string | undefined
  readonly llmModel: string | undefined
  readonly llmPrices?: TokenPrices | undefined
}

/** The configured model; undefined when there is none. */
export function openLanguageModel(settings: ModelSettings): LanguageModel | undefined {
  const { llmBaseUrl: baseUrl, llmApiKey: apiKey, llmModel: model, llmPrices: prices } = settings
  return baseUrl && model ? openOpenAiCompatible({ baseUrl, apiKey, model, prices }) : undefined
}

/** A model that somebody else than the operator chose; `dispatcher` decides what may be reached. */
export function openChatModelAt(
  options: ChatService & { readonly dispatcher: Dispatcher },
): ChatModel {
  return openOpenAiChat(options)
}

/** The configured model for conversations; undefined when there is none. */
export function openChatModel(
  settings: ModelSettings & { readonly temperature?: number | undefined },
): ChatModel | undefined {
  const { llmBaseUrl: baseUrl, llmApiKey: apiKey, llmModel: model, temperature } = settings
  return baseUrl && model ? openOpenAiChat({ baseUrl, apiKey, model, temperature }) : undefined
}
