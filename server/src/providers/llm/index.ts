import { openOpenAiCompatible } from './openai-compatible.ts'
import type { LanguageModel } from './port.ts'

export { addUsage, type LanguageModel, noUsage, type Usage } from './port.ts'

type ModelSettings = {
  readonly llmBaseUrl: string | undefined
  readonly llmApiKey: string | undefined
  readonly llmModel: string | undefined
}

/** The configured model; undefined when there is none. */
export function openLanguageModel(settings: ModelSettings): LanguageModel | undefined {
  const { llmBaseUrl: baseUrl, llmApiKey: apiKey, llmModel: model } = settings
  return baseUrl && model ? openOpenAiCompatible({ baseUrl, apiKey, model }) : undefined
}
