import { InferenceSession, Tensor } from 'onnxruntime-node'
import { type Decoded, openGreedyDecoder, sessionOptions } from './greedy-decoder.ts'
import { findLoop } from './loop-rules.ts'
import { type Heard, type Recogniser, toConfidence } from './recogniser.ts'

const startToken = 1
const endToken = 2
/** Fast speakers reach about 5; more means that the model talks to itself. */
const tokensPerSecond = 6.5
const sampleRate = 16_000
/** Too short for the encoder's three convolutions. */
const shortestSamples = 0.1 * sampleRate
/** A looping stretch is heard again in halves, down to this length. */
const shortestHalf = 3 * sampleRate

/** Moonshine tiny: English, cost in proportion to length. */
export async function openMoonshine(
  files: { encoder: string; decoder: string },
  threads: number,
): Promise<Recogniser> {
  const { default: tokenizer } = await import('llama-tokenizer-js')
  const encoder = await InferenceSession.create(files.encoder, sessionOptions(threads))
  const decoder = await openGreedyDecoder(files.decoder, threads)

  async function decode(audio: Float32Array): Promise<Decoded> {
    const input = new Tensor('float32', audio, [1, audio.length])
    const { last_hidden_state: hidden } = await encoder.run({ input_values: input })
    const maxTokens = Math.max(6, Math.ceil((audio.length / sampleRate) * tokensPerSecond))
    return decoder.search(hidden as Tensor, { prompt: [startToken], endToken, maxTokens })
  }

  async function hear(audio: Float32Array): Promise<Heard> {
    if (audio.length < shortestSamples) return { text: '', confidence: 0 }
    const { tokens, logProbabilities } = await decode(audio)
    const loop = findLoop(tokens)
    if (loop !== undefined && audio.length >= 2 * shortestHalf) {
      const middle = quietestNear(audio, audio.length / 2)
      const halves = [await hear(audio.subarray(0, middle)), await hear(audio.subarray(middle))]
      return {
        text: halves
          .map((half) => half.text)
          .join(' ')
          .trim(),
        confidence: Math.min(...halves.map((half) => half.confidence)),
      }
    }
    const kept = tokens.slice(0, loop)
    return {
      text: tokenizer.decode(kept, false, false).trim(),
      confidence: toConfidence(logProbabilities.slice(0, loop)),
    }
  }

  return {
    hear,
    detectLanguage: undefined,
    async release() {
      await Promise.all([encoder.release(), decoder.release()])
    },
  }
}

/** The middle of the quietest tenth of a second within two seconds of `near`. */
function quietestNear(audio: Float32Array, near: number): number {
  const span = sampleRate / 10
  let best = Math.round(near)
  let least = Infinity
  for (let start = near - 2 * sampleRate; start < near + 2 * sampleRate; start += span) {
    const from = Math.max(0, Math.round(start))
    let energy = 0
    for (const sample of audio.subarray(from, from + span)) energy += sample * sample
    if (energy < least) {
      least = energy
      best = from + span / 2
    }
  }
  return best
}
