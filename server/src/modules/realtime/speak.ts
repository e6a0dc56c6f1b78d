import type { RealtimeTts } from '@parley/contract'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { encodeMulaw } from '../../providers/telephony/index.ts'
import { sayText } from '../voices/index.ts'
import { languageToSpeak } from './speech-rules.ts'

export type Speech = {
  readonly sampleRate: number
  readonly isMulaw: boolean
  /** In pieces, the first before the rest is made. */
  readonly pieces: AsyncIterable<Uint8Array>
}

type Wanted = {
  readonly workspaceId: string
  readonly asked: RealtimeTts
  readonly signal: AbortSignal
}

/** A text as sound: 16-bit samples at 16 kHz, or μ-law at 8 kHz. */
export async function speak(
  context: Context,
  { workspaceId, asked, signal }: Wanted,
): Promise<Speech> {
  if (!context.tts)
    throw new AppError('SERVICE_UNAVAILABLE', 'This server has nothing that speaks.')
  const { text, speaker, mulaw, speed, pitch } = asked
  const isMulaw = mulaw === true
  const { stream } = await sayText(context, {
    workspaceId,
    text,
    voice: speaker ?? undefined,
    language: languageToSpeak(text, asked),
    speed: speed ?? undefined,
    pitch: pitch ?? undefined,
    sampleRate: isMulaw ? 8_000 : 16_000,
    signal,
  })
  return { sampleRate: stream.sampleRate, isMulaw, pieces: piecesOf(stream, isMulaw) }
}

async function* piecesOf(sound: AsyncIterable<Int16Array>, isMulaw: boolean) {
  for await (const samples of sound) {
    yield isMulaw
      ? encodeMulaw(samples)
      : new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
  }
}
