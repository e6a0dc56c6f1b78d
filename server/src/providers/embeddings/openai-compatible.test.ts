import { expect, test } from 'vitest'
import { type ServiceAnswer, startEmbeddingsService } from '../../../test/embeddings-service.ts'
import { embeddingsConformance } from './conformance.ts'
import { openOpenAiEmbeddings } from './openai-compatible.ts'

async function start(first: ServiceAnswer[] = [], more: { timeoutMs?: number } = {}) {
  const service = await startEmbeddingsService(first)
  const embeddings = openOpenAiEmbeddings({
    baseUrl: `${service.baseUrl}/`,
    apiKey: 'secret',
    model: 'small',
    baseDelayMs: 1,
    ...more,
  })
  return {
    ...service,
    embeddings,
    async [Symbol.asyncDispose]() {
      await embeddings.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

for (const { title, check } of embeddingsConformance) {
  test(`openai-compatible: ${title}`, async () => {
    await using service = await start()
    await expect(check(service.embeddings)).resolves.toBeUndefined()
  })
}

test('it is asked with its key and model, many texts at a time', async () => {
  await using service = await start()
  expect(await service.embeddings.embed(Array.from({ length: 100 }, String))).toHaveLength(100)
  expect(service.asked.map(({ texts }) => texts.length)).toEqual([64, 36])
  expect(service.asked[0]).toMatchObject({ authorization: 'Bearer secret', model: 'small' })
})

test('a service that is busy is asked again', async () => {
  await using service = await start([
    { status: 429, body: '{}' },
    { status: 503, body: '' },
  ])
  expect(await service.embeddings.embed(['a'])).toHaveLength(1)
  expect(service.asked).toHaveLength(3)
})

test('nobody who waits is kept waiting by that', async () => {
  await using service = await start([{ status: 503, body: '' }])
  const asking = service.embeddings.embed(['a'], { isUrgent: true })
  await expect(asking).rejects.toMatchObject({ retryable: true })
  expect(service.asked).toHaveLength(1)
})

test.each([
  ['a refusal', { status: 401, body: '{"error":"no such key"}' }, /no such key/],
  ['no JSON', { status: 200, body: '<html>' }, /wrong shape/],
  ['too few vectors', { status: 200, body: '{"data":[]}' }, /left out text 0/],
])('%s is final', async (_, answer, message) => {
  await using service = await start([answer])
  const asking = service.embeddings.embed(['a'])
  await expect(asking).rejects.toMatchObject({
    name: 'ProviderError',
    retryable: false,
    message: expect.stringMatching(message),
  })
  expect(service.asked).toHaveLength(1)
})

test('one that does not answer in time may do so later', async () => {
  await using service = await start(['hang', 'hang', 'hang', 'hang'], { timeoutMs: 20 })
  await expect(service.embeddings.embed(['a'])).rejects.toMatchObject({ retryable: true })
  expect(service.asked).toHaveLength(4)
})
