import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { realEndpoint, startChatService } from '../../../test/chat-service.ts'
import { ProviderError } from '../provider-error.ts'
import { copyObject, languageModelConformance } from './conformance.ts'
import { openFakeModel } from './fake.ts'
import { type OpenAiOptions, openOpenAiCompatible } from './openai-compatible.ts'
import type { LanguageModel } from './port.ts'

type Opened = { readonly model: LanguageModel } & AsyncDisposable

function opened(model: LanguageModel, close: () => Promise<void> = async () => {}): Opened {
  return {
    model,
    async [Symbol.asyncDispose]() {
      await model.close()
      await close()
    },
  }
}

async function openLocal(): Promise<Opened> {
  const service = await startChatService(({ messages }) =>
    copyObject(messages.at(-1)?.content ?? ''),
  )
  const model = openOpenAiCompatible({ baseUrl: service.baseUrl, model: 'test' })
  return opened(model, () => service[Symbol.asyncDispose]())
}

const implementations = [
  { name: 'fake', open: async () => opened(openFakeModel(({ user }) => copyObject(user))) },
  { name: 'openai-compatible at a test server', open: openLocal },
  {
    name: 'openai-compatible at the real endpoint',
    open: async () => opened(openOpenAiCompatible(realEndpoint ?? { baseUrl: '', model: '' })),
    isReal: true,
  },
].filter(({ isReal }) => !isReal || realEndpoint)

describe.each(implementations)('a model: $name', ({ open }) => {
  test.each(languageModelConformance)('$title', async ({ check }) => {
    await using place = await open()
    await expect(check(place.model)).resolves.toBeUndefined()
  })
})

const Mood = z.object({ mood: z.enum(['good', 'bad']), points: z.int().min(0).max(10) })
const question = { system: 'Judge.', user: 'A talk.', schema: Mood, schemaName: 'mood' }
const good = '{"mood":"good","points":7}'

async function at(
  say: Parameters<typeof startChatService>[0],
  options: Partial<OpenAiOptions> = {},
) {
  const service = await startChatService(say)
  const { baseUrl } = service
  const model = openOpenAiCompatible({ baseUrl, model: 'm', baseDelayMs: 1, ...options })
  return {
    ...service,
    model,
    async [Symbol.asyncDispose]() {
      await model.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

test('it sends key, model, a schema without ranges, and a temperature of 0', async () => {
  await using service = await at(() => good, { apiKey: 'secret' })
  const { value, model, usage } = await service.model.complete(question)
  expect({ value, model }).toEqual({ value: { mood: 'good', points: 7 }, model: 'm' })
  expect(usage).toMatchObject({ requests: 1, costUsd: undefined })
  expect(service.asked).toMatchObject([{ format: 'json_schema', temperature: 0, model: 'm' }])
  expect(service.asked[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user'])
})

test('where a server does not tell the cost, it follows from tokens and prices', async () => {
  await using service = await at(() => good, { prices: { input: 2, output: 8 } })
  const { usage } = await service.model.complete(question)
  expect(usage.inputTokens).toBeGreaterThan(0)
  expect(usage.costUsd).toBeCloseTo((usage.inputTokens * 2 + usage.outputTokens * 8) / 1e6, 9)
})

test('a server that refuses schemas is asked for JSON, then in words, and asked so ever after', async () => {
  await using service = await at(({ format }) =>
    format ? { status: 400, message: `response_format ${format} is not supported` } : good,
  )
  const { value, usage } = await service.model.complete(question)
  expect(value).toEqual({ mood: 'good', points: 7 })
  expect(usage.requests).toBe(3)
  await service.model.complete(question)
  expect(service.asked.map(({ format }) => format)).toEqual([
    'json_schema',
    'json_object',
    undefined,
    undefined,
  ])
  expect(service.asked.at(-1)?.messages[0]?.content).toContain('"additionalProperties":false')
})

test('a model that knows one temperature only is asked without', async () => {
  await using service = await at(({ temperature }) =>
    temperature === undefined ? good : { status: 400, message: 'Unsupported value: temperature' },
  )
  expect((await service.model.complete(question)).usage.requests).toBe(2)
})

test('an answer in a fence, with thoughts or words around it, is understood', async () => {
  const said = [
    `\`\`\`json\n${good}\n\`\`\``,
    `<think>{bad}</think>${good}`,
    `Here it is: ${good}.`,
  ]
  await using service = await at((_, call) => said[call] ?? '')
  for (const _ of said) expect((await service.model.complete(question)).value.points).toBe(7)
  expect(service.asked).toHaveLength(said.length)
})

test('an answer of the wrong shape is repaired once, with its faults named', async () => {
  await using service = await at((_, call) => (call === 0 ? '{"mood":"fine","points":70}' : good))
  const { value, usage } = await service.model.complete(question)
  expect(value.mood).toBe('good')
  expect(usage.requests).toBe(2)
  const [, , first, repair] = service.asked[1]?.messages ?? []
  expect(first).toMatchObject({ role: 'assistant', content: '{"mood":"fine","points":70}' })
  expect(repair?.content).toMatch(/mood: .*\npoints: /)
})

async function failureOf(
  say: Parameters<typeof startChatService>[0],
  options?: Partial<OpenAiOptions>,
) {
  await using service = await at(say, options)
  const error: unknown = await service.model.complete(question).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProviderError)
  return { error: error as ProviderError, requests: service.asked.length }
}

test('two answers of the wrong shape are a failure for good', async () => {
  const { error, requests } = await failureOf(() => 'I would rather not.')
  expect(error).toMatchObject({ retryable: false })
  expect(error.message).toContain('It is not JSON: I would rather not.')
  expect(requests).toBe(2)
})

test('an answer that was cut off or declined is a failure for good', async () => {
  const cut = await failureOf(() => ({ content: '{"mood":', finishReason: 'length' }))
  expect(cut).toMatchObject({ error: { retryable: false }, requests: 1 })
  const declined = await failureOf(() => ({ content: '', finishReason: 'content_filter' }))
  expect(declined).toMatchObject({ error: { retryable: false }, requests: 1 })
})

test.for([429, 500, 503])('status %d is tried again until it passes', async (status) => {
  await using service = await at((_, call) =>
    call < 2 ? { status, message: 'later', retryAfter: 0 } : good,
  )
  expect((await service.model.complete(question)).usage.requests).toBe(3)
})

test('a server that stays busy is a failure that may pass', async () => {
  const { error, requests } = await failureOf(() => ({ status: 503, message: 'full' }))
  expect(error).toMatchObject({ retryable: true })
  expect(error.message).toContain('full')
  expect(requests).toBe(4)
})

test('Retry-After is kept, and one longer than a minute is left to whoever asked', async () => {
  await using service = await at((_, call) =>
    call === 0 ? { status: 429, message: 'slow down', retryAfter: 1 } : good,
  )
  const before = performance.now()
  await service.model.complete(question)
  expect(performance.now() - before).toBeGreaterThan(950)
  const late = await failureOf(() => ({ status: 429, message: 'tomorrow', retryAfter: 3_600 }))
  expect(late).toMatchObject({ error: { retryable: true }, requests: 1 })
})

test.for([401, 403, 404])('status %d is not tried again', async (status) => {
  const { error, requests } = await failureOf(() => ({ status, message: 'No such model' }))
  expect(error).toMatchObject({ retryable: false })
  expect(error.message).toContain('No such model')
  expect(requests).toBe(1)
})

test('a server that hangs or is away is worth another try', async () => {
  const hang = await failureOf(() => new Promise(() => {}), { timeoutMs: 50, attempts: 2 })
  expect(hang).toMatchObject({ error: { retryable: true }, requests: 2 })
  const service = await startChatService(() => good)
  await service[Symbol.asyncDispose]()
  const { baseUrl } = service
  const away = openOpenAiCompatible({ baseUrl, model: 'm', attempts: 2, baseDelayMs: 1 })
  await expect(away.complete(question)).rejects.toMatchObject({ retryable: true })
  await away.close()
})

test('closing ends what is being asked', async () => {
  await using service = await at(() => new Promise(() => {}))
  const running = service.model.complete(question)
  const [ended] = await Promise.allSettled([running, service.model.close()])
  expect(ended).toMatchObject({ status: 'rejected', reason: { retryable: true } })
})
