import type { RealtimeTts } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeMulaw } from '../../providers/telephony/index.ts'
import { languageToSpeak, voiceFor } from './speech-rules.ts'

export type Speech = {
  readonly sampleRate: number
  readonly isMulaw: boolean
  /** In pieces, the first before the rest is made. */
  readonly pieces: AsyncIterable<Uint8Array>
}

/** A text as sound: 16-bit samples at 16 kHz, or μ-law at 8 kHz. */
export function speak(context: Context, wanted: RealtimeTts, signal: AbortSignal): Speech {
  const { tts } = context
  if (!tts) throw new AppError('SERVICE_UNAVAILABLE', 'This server has nothing that speaks.')
  const { text, speaker, mulaw, speed, pitch } = wanted
  const language = languageToSpeak(text, wanted)
  const isMulaw = mulaw === true
  const sound = tts.synthesize({
    text,
    language,
    voice: voiceFor(speaker, tts.voices(), language),
    speed: speed ?? undefined,
    pitch: pitch ?? undefined,
    sampleRate: isMulaw ? 8_000 : 16_000,
    signal,
  })
  return { sampleRate: sound.sampleRate, isMulaw, pieces: piecesOf(sound, isMulaw) }
}

async function* piecesOf(sound: AsyncIterable<Int16Array>, isMulaw: boolean) {
  for await (const samples of sound) {
    yield isMulaw
      ? encodeMulaw(samples)
      : new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  }
}
