import { expect, test } from 'vitest'
import { serviceOf } from './model-rules.ts'

const baseUrl = 'https://models.acme.example/v1'
const openAi = 'https://api.openai.com/v1'

type Llm = Parameters<typeof serviceOf>[0]

const agents: [string, Partial<Llm>, string | undefined, string | undefined][] = [
  ['nothing said', {}, 'k', undefined],
  ['a key and no model', { provider: 'OpenAI' }, 'k', undefined],
  ['a known service', { provider: 'OpenAI', model: 'm' }, 'k', openAi],
  ['a known service without a key', { provider: 'OpenAI', model: 'm' }, undefined, undefined],
  ['its own', { provider: 'Custom', model: 'm', baseUrl }, undefined, baseUrl],
  ['its own without an address', { provider: 'Custom', model: 'm' }, 'k', undefined],
  ['a known one elsewhere', { provider: 'Groq', model: 'm', baseUrl }, 'k', baseUrl],
]

test.each(agents)('%s', (_, llm, key, expected) => {
  const full = { provider: null, model: null, temperature: 0.2, baseUrl: null, ...llm }
  expect(serviceOf(full, key)?.baseUrl).toBe(expected)
})
