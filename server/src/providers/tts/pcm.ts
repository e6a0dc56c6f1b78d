import { openResampler } from '../audio/resample.ts'

/** The filter has a row for each of its phases: rates are rounded so that there are few. */
const rateStep = 100

/** Brings speech to the rate wanted, and its pitch up or down, chunk after chunk. */
export type Converter = {
  readonly push: (audio: Float32Array) => Int16Array
  readonly end: () => Int16Array
}

/**
 * Played faster, speech is higher and shorter; `speedFor` says how much slower it must have been
 * spoken, so that only the pitch changes. Formants move with it: voices sound smaller or larger.
 */
export function openConverter(fromRate: number, toRate: number, pitch = 1): Converter {
  const played = Math.round((fromRate * pitch) / rateStep) * rateStep
  const resampler = openResampler(played, toRate)
  return {
    push: (audio) => toPcm16(resampler.push(audio)),
    end: () => toPcm16(resampler.end()),
  }
}

/** The pace to speak at, when the pitch is changed afterwards. */
export const speedFor = (speed: number, pitch: number): number => speed / pitch

function toPcm16(audio: Float32Array): Int16Array {
  const samples = new Int16Array(audio.length)
  for (let index = 0; index < audio.length; index += 1) {
    const sample = audio[index] ?? 0
    samples[index] = Math.round(Math.max(-1, Math.min(1, sample)) * 32_767)
  }
  return samples
}

export function joinPcm(chunks: readonly Int16Array[]): Int16Array {
  const joined = new Int16Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
