import { afterAll, beforeAll, expect, test } from 'vitest'
import { testModels } from '../../../test/speech.ts'
import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import { embeddingsConformance } from './conformance.ts'
import { embeddedModel, openEmbedded } from './embedded.ts'

const fetchTimeoutMs = 300_000
const shared = openEmbedded({ models: testModels })
afterAll(() => shared.close())
beforeAll(async () => void (await testModels.get(embeddedModel)), fetchTimeoutMs)

const dot = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

for (const { title, check } of embeddingsConformance) {
  test(`embedded: ${title}`, async () => {
    await expect(check(shared)).resolves.toBeUndefined()
  })
}

test('meanings are near that share no word', async () => {
  const [question, answer, other] = await shared.embed([
    'How do I get my money back?',
    'Refunds are issued within two weeks.',
    'The office is closed on public holidays.',
  ])
  if (!question || !answer || !other) throw new Error('no vectors')
  expect(dot(question, answer)).toBeGreaterThan(dot(question, other) + 0.15)
})

test('texts that come together with longer ones get the vectors they get alone', async () => {
  const [alone] = await shared.embed(['Opening hours'])
  const [together] = await shared.embed(['Opening hours', 'word '.repeat(150)])
  if (!alone || !together) throw new Error('no vectors')
  expect(dot(alone, together)).toBeGreaterThan(0.98)
})

test('the model is ready once it answered, and not before or after it is idle', async () => {
  const own = openEmbedded({ models: testModels, idleMs: 1 })
  try {
    expect(own.isReady()).toBe(false)
    await own.embed(['a'])
    await expect.poll(() => own.isReady()).toBe(false)
    expect(await own.embed(['a'])).toHaveLength(1)
  } finally {
    await own.close()
  }
})

test('a model that cannot be had is a failure that may pass, for everybody who waits', async () => {
  const models: ModelStore = {
    ...testModels,
    get: async () => {
      throw new ProviderError('models', true, 'There is no network.')
    },
  }
  const own = openEmbedded({ models })
  const both = await Promise.allSettled([own.embed(['a']), own.embed(['b'])])
  expect(both).toMatchObject([
    { status: 'rejected', reason: { name: 'ProviderError', retryable: true } },
    { status: 'rejected', reason: { name: 'ProviderError', retryable: true } },
  ])
  await own.close()
})

test('after it was closed nothing is embedded', async () => {
  const own = openEmbedded({ models: testModels })
  await own.close()
  await expect(own.embed(['a'])).rejects.toThrow(/stopping/)
})
