import type { AgentDefinition } from '@parley/contract'

type Service = {
  readonly baseUrl: string
  readonly apiKey: string | undefined
  readonly model: string
}

/** Where those who speak OpenAI's protocol are. */
const addresses: Readonly<Record<string, string>> = {
  OpenAI: 'https://api.openai.com/v1',
  Gemini: 'https://generativelanguage.googleapis.com/v1beta/openai',
  Groq: 'https://api.groq.com/openai/v1',
}

/** The service that an agent brings; undefined: it names none, or lacks what it takes to be asked. */
export function serviceOf(
  { provider, model, baseUrl }: AgentDefinition['llm'],
  apiKey: string | undefined,
): Service | undefined {
  if (provider === null || model === null) return undefined
  const address = baseUrl ?? addresses[provider]
  // What is public asks nobody without a key.
  if (!address || (!apiKey && baseUrl === null)) return undefined
  return { baseUrl: address, apiKey, model }
}
