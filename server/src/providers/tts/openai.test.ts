import { expect, test } from 'vitest'
import { startVoiceService } from '../../../test/voice-service.ts'
import { ProviderError } from '../provider-error.ts'
import { voiceConformance } from './conformance.ts'
import { openOpenAiVoice } from './openai.ts'
import { joinPcm } from './pcm.ts'
import type { TextToSpeech } from './port.ts'

for (const { title, check } of voiceConformance) {
  test(`openai: ${title}`, async () => {
    await using service = await startVoiceService()
    const engine = openOpenAiVoice({ baseUrl: service.baseUrl })
    await expect(check(engine)).resolves.toBeUndefined()
  })
}

async function say(engine: TextToSpeech, text = 'Good morning.'): Promise<Int16Array> {
  const chunks: Int16Array[] = []
  for await (const chunk of engine.synthesize({ text, language: 'en' })) chunks.push(chunk)
  return joinPcm(chunks)
}

test('key, model, voice and pace are sent, and the voice of the settings comes first', async () => {
  await using service = await startVoiceService()
  const engine = openOpenAiVoice({
    baseUrl: `${service.baseUrl}/`,
    apiKey: 'secret',
    model: 'gpt-4o-mini-tts',
    voice: 'nova',
  })
  expect(engine.voices()[0]).toMatchObject({ id: 'nova', gender: 'female' })
  await say(engine)
  expect(service.asked).toEqual([
    {
      authorization: 'Bearer secret',
      model: 'gpt-4o-mini-tts',
      input: 'Good morning.',
      voice: 'nova',
      response_format: 'pcm',
      speed: 1,
    },
  ])
  const own = openOpenAiVoice({ baseUrl: service.baseUrl, voice: 'our-own' })
  expect(own.voices().map(({ id }) => id)).toEqual(['our-own'])
})

test('a service that answers WAV is understood', async () => {
  await using service = await startVoiceService(['wav', undefined])
  const wav = await say(openOpenAiVoice({ baseUrl: service.baseUrl }))
  const pcm = await say(openOpenAiVoice({ baseUrl: service.baseUrl }))
  expect(wav).toEqual(pcm)
})

async function failureOf(
  refusal: { status: number; body: string; type?: string } | 'hang',
): Promise<ProviderError> {
  await using service = await startVoiceService([refusal])
  const engine = openOpenAiVoice({ baseUrl: service.baseUrl, timeoutMs: 500 })
  const error: unknown = await say(engine).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProviderError)
  return error as ProviderError
}

test.for([408, 429, 500, 503])('status %d is worth another try', async (status) => {
  expect(await failureOf({ status, body: 'later' })).toMatchObject({ retryable: true })
})

test.for([400, 401, 404])('status %d is not', async (status) => {
  const error = await failureOf({ status, body: '{"error":{"message":"No such voice"}}' })
  expect(error).toMatchObject({ retryable: false })
  expect(error.message).toContain('No such voice')
})

test('an answer that is no audio is said to be none, one that never comes is waited for in vain', async () => {
  const page = await failureOf({ status: 200, body: '<html>Welcome</html>', type: 'text/html' })
  expect(page).toMatchObject({ retryable: false })
  expect(page.message).toContain('<html>Welcome')
  expect(await failureOf('hang')).toMatchObject({ retryable: true })
})
