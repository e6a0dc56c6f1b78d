import { afterAll, expect, test } from 'vitest'
import { cleanClips, wordErrors } from '../../../test/audio/clips.ts'
import { startSpeechService } from '../../../test/speech-service.ts'
import { inChunks, joinAudio, lengthMs, testModels } from '../../../test/speech.ts'
import { silentLog } from '../../platform/log.ts'
import { ProviderError } from '../provider-error.ts'
import { speechConformance } from './conformance.ts'
import { openEmbedded } from './embedded.ts'
import { openOpenAi } from './openai.ts'
import { collectTranscript } from './port.ts'

const ears = openEmbedded({ models: testModels, log: silentLog })
afterAll(() => ears.close())

const spoken = cleanClips.filter(({ file }) => /0880|0930/.test(file))
const speech = await joinAudio(spoken.map(({ file }) => file))
const text = spoken.map((clip) => clip.text).join(' ')
const examples = {
  speech,
  text,
  allowedErrors: 2,
  countErrors: (heard: string, said: string) => wordErrors(heard, said).errors,
}
const pieceMs = 6_000

for (const { title, check } of speechConformance) {
  test(`openai: ${title}`, async () => {
    await using service = await startSpeechService(ears)
    const engine = openOpenAi({ baseUrl: service.baseUrl, pieceMs })
    await expect(check(engine, examples)).resolves.toBeUndefined()
  })
}

const say = () => ({ audio: inChunks(speech), durationMs: lengthMs(speech) })

test('key, model and language are sent, and a long recording goes in pieces', async () => {
  await using service = await startSpeechService(ears)
  const engine = openOpenAi({
    baseUrl: `${service.baseUrl}/`,
    apiKey: 'secret',
    model: 'large-v3',
    pieceMs,
  })
  const transcript = await collectTranscript(engine.transcribe({ ...say(), language: 'en' }))
  expect(transcript).toMatchObject({ language: 'en', languageConfidence: 1, model: 'large-v3' })
  expect(service.asked.length).toBeGreaterThan(1)
  const seconds = service.asked.reduce((sum, request) => sum + request.seconds, 0)
  expect(seconds).toBeCloseTo(lengthMs(speech) / 1_000, 2)
  for (const request of service.asked) {
    expect(request).toMatchObject({
      authorization: 'Bearer secret',
      model: 'large-v3',
      language: 'en',
    })
    expect(request.seconds).toBeLessThanOrEqual(pieceMs / 1_000)
  }
})

test('another model is asked where the service has it, and once where it has not', async () => {
  await using service = await startSpeechService(ears, [
    undefined,
    { status: 404, body: '{"error":{"message":"No such model"}}' },
  ])
  const engine = openOpenAi({ baseUrl: service.baseUrl, model: 'usual' })
  const hear = (model: string) => collectTranscript(engine.transcribe({ ...say(), model }))
  await hear('other')
  await hear('unheard-of')
  await hear('unheard-of')
  expect(service.asked.map(({ model }) => model)).toEqual(['other', 'unheard-of', 'usual', 'usual'])
})

test('the language that the service heard first holds for the rest', async () => {
  await using service = await startSpeechService(ears)
  const engine = openOpenAi({ baseUrl: service.baseUrl, pieceMs })
  const transcript = await collectTranscript(engine.transcribe(say()))
  expect(transcript).toMatchObject({ language: 'en', languageConfidence: undefined })
  expect(service.asked.map(({ language }) => language)).toEqual([
    undefined,
    ...service.asked.slice(1).map(() => 'en'),
  ])
})

async function failureOf(
  refusal: { status: number; body: string } | 'hang',
): Promise<ProviderError> {
  await using service = await startSpeechService(ears, [refusal])
  const limit = refusal === 'hang' ? { timeoutMs: 1_000 } : {}
  const engine = openOpenAi({ baseUrl: service.baseUrl, ...limit })
  const error: unknown = await collectTranscript(engine.transcribe(say())).catch(
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(ProviderError)
  return error as ProviderError
}

test.for([408, 429, 500, 503])('status %d is worth another try', async (status) => {
  expect(await failureOf({ status, body: 'later' })).toMatchObject({ retryable: true })
})

test.for([400, 401, 404, 413])('status %d is not', async (status) => {
  const error = await failureOf({ status, body: '{"error":{"message":"No such model"}}' })
  expect(error.retryable).toBe(false)
  expect(error.message).toContain(`Status ${status}`)
  expect(error.message).toContain('No such model')
})

test('an answer that is no transcript is said to be none', async () => {
  const error = await failureOf({ status: 200, body: '<html>Welcome</html>' })
  expect(error).toMatchObject({ retryable: false })
  expect(error.message).toContain('<html>Welcome')
})

test('a service that does not answer in time, or is away, is worth another try', async () => {
  expect(await failureOf('hang')).toMatchObject({ retryable: true })
  const service = await startSpeechService(ears)
  await service[Symbol.asyncDispose]()
  const away = openOpenAi({ baseUrl: service.baseUrl })
  await expect(collectTranscript(away.transcribe(say()))).rejects.toMatchObject({
    retryable: true,
    message: expect.stringContaining('ECONNREFUSED') as string,
  })
})
