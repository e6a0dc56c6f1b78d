import { afterAll, beforeAll, expect, test } from 'vitest'
import { wordErrors } from '../../../test/audio/clips.ts'
import { eventually } from '../../../test/eventually.ts'
import { inChunks, testModels } from '../../../test/speech.ts'
import { silentLog } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import { openEmbedded } from '../stt/embedded.ts'
import { collectTranscript } from '../stt/port.ts'
import { voiceConformance } from './conformance.ts'
import { openEmbeddedVoice } from './embedded.ts'
import { joinPcm } from './pcm.ts'
import type { SynthesisRequest, TextToSpeech } from './port.ts'

const fetchTimeoutMs = 300_000
const shared = openEmbeddedVoice({ models: testModels, log: silentLog, model: 'basic' })
const ears = openEmbedded({ models: testModels, log: silentLog })
afterAll(() => Promise.all([shared.close(), ears.close()]))
beforeAll(async () => {
  for (const name of ['flite', 'espeak-ng', 'silero-vad', 'moonshine-tiny', 'whisper-base']) {
    await testModels.get(name)
  }
}, fetchTimeoutMs)

for (const { title, check } of voiceConformance) {
  test(`embedded: ${title}`, async () => {
    await expect(check(shared)).resolves.toBeUndefined()
  })
}

async function say(engine: TextToSpeech, request: SynthesisRequest): Promise<Int16Array> {
  const chunks: Int16Array[] = []
  for await (const chunk of engine.synthesize(request)) chunks.push(chunk)
  return joinPcm(chunks)
}

/** What a listener writes down of it. */
async function heard(engine: TextToSpeech, request: SynthesisRequest): Promise<string> {
  const audio = Float32Array.from(await say(engine, request), (sample) => sample / 32_768)
  const padded = new Float32Array(audio.length + 32_000)
  padded.set(audio, 16_000)
  const { language } = request
  const transcript = await collectTranscript(ears.transcribe({ audio: inChunks(padded), language }))
  return transcript.segments.map(({ text }) => text).join(' ')
}

const sentence = 'The office is closed now. Please leave your name and your number after the tone.'

test.for(['flite:slt', 'flite:rms', 'espeak:female'])('%s is understood', async (voice) => {
  const text = await heard(shared, { text: sentence, language: 'en', voice })
  expect(wordErrors(text, sentence).errors, text).toBeLessThanOrEqual(3)
})

// 330 MB, fetched once.
test('the large voice is understood in English and French', {
  timeout: 600_000,
}, async () => {
  for (const part of ['kokoro-a', 'kokoro-b', 'kokoro-c', 'kokoro-voices'] as const) {
    await testModels.get(part)
  }
  const engine = openEmbeddedVoice({ models: testModels, log: silentLog })
  await engine.prepare('en')
  const english = await heard(engine, { text: sentence, language: 'en' })
  expect(wordErrors(english, sentence).errors, english).toBeLessThanOrEqual(1)
  const text = 'Le bureau est fermé aujourd’hui. Merci de rappeler demain matin.'
  const french = await heard(engine, { text, language: 'fr' })
  expect(wordErrors(french, text).errors, french).toBeLessThanOrEqual(3)
  await engine.close()
})

test('other languages have a voice too, Arabic among them', async () => {
  const french = await say(shared, { text: 'Bonjour, le bureau est fermé.', language: 'fr' })
  const arabic = await say(shared, { text: 'صباح الخير، المكتب مغلق اليوم.', language: 'ar' })
  for (const audio of [french, arabic]) {
    expect(audio.length).toBeGreaterThan(16_000)
    expect(Math.max(...audio)).toBeGreaterThan(1_000)
  }
})

test('the event loop never stands still while it speaks', async () => {
  let longestMs = 0
  let before = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - before)
    before = performance.now()
  }, 1)
  await say(shared, { text: `${sentence} ${Math.random()} `.repeat(10), language: 'en' })
  clearInterval(timer)
  expect(longestMs).toBeLessThan(100)
})

test('while the large voice cannot be had, a small one speaks', async () => {
  const models: ModelStore = {
    ...testModels,
    get: (name, onProgress) =>
      name.startsWith('kokoro')
        ? Promise.reject(new ProviderError('models', true, `no ${name}`))
        : testModels.get(name, onProgress),
  }
  const engine = openEmbeddedVoice({ models, log: silentLog })
  expect(engine.voices()[0]?.id).toBe('kokoro:af_heart')
  const text = await heard(engine, { text: sentence, language: 'en', voice: 'kokoro:am_michael' })
  expect(wordErrors(text, sentence).errors, text).toBeLessThanOrEqual(3)
  await expect(engine.prepare('en')).rejects.toBeInstanceOf(ProviderError)
  await engine.close()
})

test('its process goes when nobody is spoken to, and a killed one is replaced', async () => {
  const engine = openEmbeddedVoice({
    models: testModels,
    log: silentLog,
    model: 'basic',
    idleMs: 1,
  })
  await say(engine, { text: 'One.', language: 'en' })
  expect(await eventually(engine.processId, (id) => id === undefined)).toBeUndefined()
  await say(engine, { text: 'Two.', language: 'en' })
  await engine.close()

  const lasting = openEmbeddedVoice({ models: testModels, log: silentLog, model: 'basic' })
  await say(lasting, { text: 'Three.', language: 'en' })
  process.kill(lasting.processId() ?? 0, 'SIGKILL')
  await eventually(lasting.processId, (id) => id === undefined)
  expect((await say(lasting, { text: 'Four.', language: 'en' })).length).toBeGreaterThan(0)
  await lasting.close()
})
