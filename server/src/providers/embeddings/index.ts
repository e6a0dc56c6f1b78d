import type { ModelStore } from '../models/index.ts'
import { embeddedModel, openEmbedded } from './embedded.ts'
import { openOpenAiEmbeddings } from './openai-compatible.ts'
import type { Embeddings } from './port.ts'

export { type Embeddings, understands } from './port.ts'

type EmbeddingsSettings = {
  /** Of an OpenAI-compatible service; undefined embeds on this machine. */
  readonly embeddingsBaseUrl: string | undefined
  readonly embeddingsApiKey: string | undefined
  /** A model of the service; always set together with its address. */
  readonly embeddingsModel: string | undefined
  readonly embeddedEmbeddings: boolean
}

/** The configured service, or the model on this machine; undefined when there is neither. */
export function openEmbeddings(
  settings: EmbeddingsSettings,
  models: ModelStore,
): Embeddings | undefined {
  const { embeddingsBaseUrl: baseUrl, embeddingsApiKey: apiKey, embeddingsModel: model } = settings
  if (baseUrl && model) return openOpenAiEmbeddings({ baseUrl, apiKey, model })
  return settings.embeddedEmbeddings ? openEmbedded({ models }) : undefined
}

/** The model that the first text will fetch; none when it never will. */
export function neededEmbeddingModels(settings: EmbeddingsSettings): readonly string[] {
  return settings.embeddingsBaseUrl || !settings.embeddedEmbeddings ? [] : [embeddedModel]
}
