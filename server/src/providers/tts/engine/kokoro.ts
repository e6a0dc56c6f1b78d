import { readFile, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { Espeak } from './espeak.ts'
import { toNumbers, toSounds } from './kokoro-sounds.ts'
import type { Speaker } from './speaker.ts'

const sampleRate = 24_000
/** Numbers that describe how a voice says a text of a certain length. */
const styleLength = 256
/** Beyond these the network slurs or breaks up. */
const speeds = { min: 0.5, max: 2 }

/** Softer is the silence around a voice, of 1. */
const audible = 0.006
/** Left in front of the voice, in seconds, and behind it: where a sentence goes on, it hardly stops. */
const kept = { before: 0.04, within: 0.1, behindComma: 0.2, behind: 0.35 }

/** How eSpeak calls the language of a voice, by the voice's first letter. */
const languages: Readonly<Record<string, string>> = {
  a: 'en-us',
  b: 'en-gb',
  e: 'es',
  f: 'fr',
  i: 'it',
  p: 'pt-br',
}

/** Kokoro 82M: sounds like a person; takes 0.4 of the time that it speaks. */
export async function openKokoro(
  files: { readonly pieces: readonly string[]; readonly voices: Readonly<Record<string, string>> },
  espeak: Espeak,
): Promise<Speaker> {
  const session = await openSession(files.pieces)
  const styles = new Map<string, Float32Array>()

  async function styleOf(voice: string, length: number): Promise<Float32Array> {
    let all = styles.get(voice)
    if (!all) {
      const file = await readFile(files.voices[voice] ?? '')
      all = new Float32Array(file.buffer.slice(file.byteOffset, file.byteOffset + file.length))
      styles.set(voice, all)
    }
    const last = all.length / styleLength - 1
    const row = Math.max(0, Math.min(last, length))
    return all.slice(row * styleLength, (row + 1) * styleLength)
  }

  return {
    async speak({ text, voice, speed }) {
      const locale = languages[voice.charAt(0)] ?? 'en-us'
      const sounds = toSounds(text, (words) => espeak.toIpa(words, locale), locale)
      const numbers = toNumbers(sounds)
      if (numbers.length === 2) return { audio: new Float32Array(0), sampleRate }
      const style = await styleOf(voice, numbers.length - 2)
      const pace = Math.min(speeds.max, Math.max(speeds.min, speed))
      const { waveform } = await session.run({
        input_ids: new Tensor('int64', BigInt64Array.from(numbers, BigInt), [1, numbers.length]),
        style: new Tensor('float32', style, [1, styleLength]),
        speed: new Tensor('float32', Float32Array.of(pace), [1]),
      })
      return { audio: withoutPauses(waveform?.data as Float32Array, text), sampleRate }
    },
  }
}

/**
 * The network begins with 0.3 s of silence and ends with 0.4 s, at each clause: a listener would wait for
 * the first, and hear a stop of 0.7 s within a sentence.
 */
export function withoutPauses(audio: Float32Array, text: string): Float32Array {
  const isAudible = (sample: number) => Math.abs(sample) > audible
  const first = audio.findIndex(isAudible)
  if (first < 0) return audio
  const last = audio.findLastIndex(isAudible)
  const end = text.trim()
  const behind = /[\p{L}\p{N}]$/u.test(end)
    ? kept.within
    : /[,،;:؛—–]$/u.test(end)
      ? kept.behindComma
      : kept.behind
  return audio.slice(
    Math.max(0, first - Math.round(kept.before * sampleRate)),
    last + 1 + Math.round(behind * sampleRate),
  )
}

/** One piece after the other: two copies of 325 MB at once would be too many for small machines. */
async function openSession(pieces: readonly string[]): Promise<InferenceSession> {
  const sizes = await Promise.all(pieces.map(async (piece) => (await stat(piece)).size))
  const network = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, 0))
  let at = 0
  for (const piece of pieces) at += (await readFile(piece)).copy(network, at)
  return InferenceSession.create(network, {
    intraOpNumThreads: Math.min(4, availableParallelism()),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  })
}
