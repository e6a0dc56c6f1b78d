import { expect, test } from 'vitest'
import { wordErrors } from '../../../test/audio/clips.ts'
import { speechConformance } from './conformance.ts'
import { openFake } from './fake.ts'
import { collectTranscript, sampleRate } from './port.ts'

const lines = [
  { startMs: 5_200, endMs: 6_400, text: 'Shall we meet on Monday?' },
  { startMs: 7_000, endMs: 8_500, text: 'Monday suits me well.' },
]
const examples = {
  speech: new Float32Array(9 * sampleRate),
  text: 'shall we meet on monday monday suits me well',
  allowedErrors: 0,
  countErrors: (heard: string, said: string) => wordErrors(heard, said).errors,
}

for (const { title, check } of speechConformance) {
  test(`fake: ${title}`, async () => {
    await expect(check(openFake({ lines }), examples)).resolves.toBeUndefined()
  })
}

async function* audio(): AsyncGenerator<Float32Array> {
  yield examples.speech
}

test('it tells what it was asked, and fails where the script says', async () => {
  const stt = openFake({ lines, failAfter: { segments: 1, error: new Error('out of order') } })
  const parts = stt.transcribe({ audio: audio(), language: 'fr' })
  expect((await parts.next()).value).toMatchObject({ doneMs: 6_400, language: 'fr' })
  await expect(parts.next()).rejects.toThrow('out of order')
  expect(stt.calls).toEqual([
    { startMs: 0, durationMs: undefined, language: 'fr', samples: 144_000 },
  ])
  stt.script({ lines: (call) => lines.slice(call) })
  const { segments } = await collectTranscript(stt.transcribe({ audio: audio() }))
  expect(segments.map(({ text }) => text)).toEqual(['Monday suits me well.'])
})
