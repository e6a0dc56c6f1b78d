import { expect, test } from 'vitest'
import { embeddingsConformance } from './conformance.ts'
import { openFakeEmbeddings } from './fake.ts'

for (const { title, check } of embeddingsConformance) {
  test(`fake: ${title}`, async () => {
    await expect(check(openFakeEmbeddings())).resolves.toBeUndefined()
  })
}

test('words that are said to be the same are near each other', async () => {
  const fake = openFakeEmbeddings({ synonyms: { automobile: 'car' } })
  const [a, b] = await fake.embed(['car', 'automobile'])
  expect(a).toEqual(b)
  expect(fake.calls).toEqual([['car', 'automobile']])
})
