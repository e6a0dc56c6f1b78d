import { expect, test } from 'vitest'
import { voiceConformance } from './conformance.ts'
import { openFakeVoice } from './fake.ts'

for (const { title, check } of voiceConformance) {
  test(`fake: ${title}`, async () => {
    await expect(check(openFakeVoice())).resolves.toBeUndefined()
  })
}

test('a clause is synthesised while the one before is heard, and no further', async () => {
  const engine = openFakeVoice()
  const text = 'One sentence. Another sentence. A third one. A fourth one.'
  for await (const _ of engine.synthesize({ text, language: 'en' })) break
  expect(engine.said.map((line) => line.text)).toEqual(['One sentence.', 'Another sentence.'])
})

test('a phrase that comes again is not synthesised again, unless it sounds otherwise', async () => {
  const engine = openFakeVoice()
  const say = async (more: object) => {
    for await (const _ of engine.synthesize({ text: 'Thank you.', language: 'en', ...more }));
  }
  await say({})
  await say({})
  expect(engine.said).toHaveLength(1)
  for (const more of [{ voice: 'bob' }, { speed: 1.2 }, { pitch: 0.9 }, { sampleRate: 8_000 }]) {
    await say(more)
  }
  expect(engine.said).toHaveLength(5)
})

test('a clause that fails ends it with its error, after what came before', async () => {
  const error = new Error('no breath')
  const engine = openFakeVoice({ failAt: { text: 'Another', error } })
  let samples = 0
  await expect(async () => {
    const text = 'One sentence. Another sentence.'
    for await (const chunk of engine.synthesize({ text, language: 'en' })) samples += chunk.length
  }).rejects.toThrow(error)
  expect(samples).toBeGreaterThan(0)
})
