import { constants, getPriority } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  audioFile,
  type Clip,
  cleanClips,
  frenchClip,
  phoneClips,
  wordErrors,
} from '../../../test/audio/clips.ts'
import { eventually } from '../../../test/eventually.ts'
import { inChunks, joinAudio, lengthMs, testModels } from '../../../test/speech.ts'
import { silentLog } from '../../platform/log.ts'
import type { ModelStore } from '../models/index.ts'
import { ProviderError } from '../provider-error.ts'
import { speechConformance } from './conformance.ts'
import { type EmbeddedOptions, openEmbedded } from './embedded.ts'
import { collectTranscript } from './port.ts'

const fetchTimeoutMs = 300_000
const shared = openEmbedded({ models: testModels, log: silentLog })
afterAll(() => shared.close())
beforeAll(async () => {
  for (const name of ['silero-vad', 'moonshine-tiny', 'whisper-base']) await testModels.get(name)
}, fetchTimeoutMs)

function openEngine(options: Partial<EmbeddedOptions> = {}) {
  const engine = openEmbedded({ models: testModels, log: silentLog, ...options })
  return Object.assign(engine, { [Symbol.asyncDispose]: () => engine.close() })
}

const spoken = cleanClips.filter(({ file }) => /0880|0930/.test(file))
const speech = await joinAudio(spoken.map(({ file }) => file))
const text = spoken.map((clip) => clip.text).join(' ')
const examples = {
  speech,
  text,
  allowedErrors: 1,
  countErrors: (heard: string, said: string) => wordErrors(heard, said).errors,
}

for (const { title, check } of speechConformance) {
  test(`embedded: ${title}`, async () => {
    await expect(check(shared, examples)).resolves.toBeUndefined()
  })
}

test('what is prepared is loaded before anybody speaks, and goes when nobody does', async () => {
  await using engine = openEngine({ idleMs: 200 })
  expect(engine.processId()).toBeUndefined()
  await engine.prepare?.('en')
  expect(engine.processId()).toBeDefined()
  await eventually(engine.processId, (id) => id === undefined)
})

async function shareOfWrongWords(clips: readonly Clip[]): Promise<number> {
  const audio = await joinAudio(clips.map(({ file }) => file))
  const { segments } = await collectTranscript(
    shared.transcribe({ audio: inChunks(audio), language: 'en' }),
  )
  const heard = segments.map((segment) => segment.text).join(' ')
  const { errors, words } = wordErrors(heard, clips.map((clip) => clip.text).join(' '))
  return errors / words
}

test('of read English, 3 words in 100 may be wrong; of telephone English, 6', async () => {
  expect(await shareOfWrongWords(cleanClips)).toBeLessThanOrEqual(0.03)
  expect(await shareOfWrongWords(phoneClips)).toBeLessThanOrEqual(0.06)
})

test('the language is told by the ear, and each gets the model that knows it', async () => {
  const french = await joinAudio([frenchClip.file])
  const transcript = await collectTranscript(shared.transcribe({ audio: inChunks(french) }))
  expect(transcript).toMatchObject({ language: 'fr', model: 'whisper-base' })
  expect(transcript.languageConfidence).toBeGreaterThan(0.8)
  expect(transcript.segments.map((segment) => segment.text).join(' ')).toContain(
    "n'est pas en service",
  )
  const english = await collectTranscript(shared.transcribe({ audio: inChunks(speech) }))
  expect(english).toMatchObject({ language: 'en', model: 'moonshine-tiny' })
  expect(wordErrors(english.segments.map((one) => one.text).join(' '), text).errors).toBeLessThan(2)
})

const without = (...names: string[]): ModelStore => ({
  ...testModels,
  get: (name, onProgress) =>
    names.includes(name)
      ? Promise.reject(new ProviderError('models', true, `no ${name}`))
      : testModels.get(name, onProgress),
  has: async (name) => !names.includes(name) && (await testModels.has(name)),
})

test('without the model that tells languages apart, recordings are taken for English', async () => {
  await using engine = openEngine({ models: without('whisper-base') })
  const transcript = await collectTranscript(engine.transcribe({ audio: inChunks(speech) }))
  expect(transcript).toMatchObject({ language: 'en', model: 'moonshine-tiny' })
  expect(transcript.languageConfidence).toBeUndefined()
  const french = engine.transcribe({ audio: inChunks(speech), language: 'fr' })
  await expect(collectTranscript(french)).rejects.toThrow('no whisper-base')
})

test("without English's own model, the one for all languages hears it", async () => {
  await using engine = openEngine({ models: without('moonshine-tiny') })
  const audio = await joinAudio([audioFile('clean-0930.flac')])
  const transcript = await collectTranscript(
    engine.transcribe({ audio: inChunks(audio), language: 'en' }),
  )
  expect(transcript.model).toBe('whisper-base')
  expect(transcript.segments[0]?.text).toContain('amiable')
})

test('what is urgent does not wait for a recording that is being heard', async () => {
  await using engine = openEngine()
  const recording = engine.transcribe({ audio: inChunks(speech), language: 'en' })
  await recording.next()
  const urgent = { audio: inChunks(speech), language: 'en', isUrgent: true }
  const { segments } = await collectTranscript(engine.transcribe(urgent))
  expect(wordErrors(segments.map((one) => one.text).join(' '), text).errors).toBeLessThan(2)
  await recording.return()
})

test('its process has the lowest priority, and goes when nobody speaks', async () => {
  await using engine = openEngine({ idleMs: 1 })
  const parts = engine.transcribe({ audio: inChunks(speech), language: 'en' })
  await parts.next()
  const pid = engine.processId() ?? 0
  expect(getPriority(pid)).toBe(constants.priority.PRIORITY_LOW)
  await collectTranscript(parts)
  expect(await eventually(engine.processId, (id) => id === undefined)).toBeUndefined()
})

test('a process that is killed in the middle is worth another try, from where it was', async () => {
  await using engine = openEngine()
  const parts = engine.transcribe({ audio: inChunks(speech), language: 'en' })
  const first = (await parts.next()).value
  process.kill(engine.processId() ?? 0, 'SIGKILL')
  const rest = collectTranscript(parts)
  await expect(rest).rejects.toBeInstanceOf(ProviderError)
  await expect(rest).rejects.toMatchObject({ retryable: true })
  const startMs = first?.doneMs ?? 0
  const again = await collectTranscript(
    engine.transcribe({ audio: inChunks(speech, startMs), startMs, language: 'en' }),
  )
  const heard = [...(first?.segments ?? []), ...again.segments].map((segment) => segment.text)
  expect(wordErrors(heard.join(' '), text).errors).toBeLessThan(2)
  expect(again.segments.at(-1)?.endMs).toBeLessThanOrEqual(lengthMs(speech))
})

test('one that waits its turn can be cancelled without disturbing the one that runs', async () => {
  await using engine = openEngine()
  const running = collectTranscript(engine.transcribe({ audio: inChunks(speech), language: 'en' }))
  const stop = new AbortController()
  const waiting = collectTranscript(
    engine.transcribe({ audio: inChunks(speech), language: 'en', signal: stop.signal }),
  )
  stop.abort(new Error('not needed'))
  await expect(waiting).rejects.toThrow('not needed')
  expect((await running).segments).toHaveLength(2)
})
