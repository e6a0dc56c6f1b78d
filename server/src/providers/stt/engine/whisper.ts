import { readFile } from 'node:fs/promises'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { type Decoded, openGreedyDecoder, sessionOptions } from './greedy-decoder.ts'
import { hopSamples, melBands, toLogMel } from './log-mel.ts'
import { findLoop } from './loop-rules.ts'
import { openWindow } from './open-window.ts'
import { type Recogniser, toConfidence } from './recogniser.ts'
import { readWhisperVocabulary, type WhisperVocabulary } from './whisper-vocabulary.ts'

/** The window the model was trained on, in frames of 10 ms. */
const fullFrames = 3_000
/** Silence kept behind the speech: with less the last words get lost. */
const tailFrames = 100
/** Below this the model hallucinates. */
const leastFrames = 500
/** Half of the model's 448 positions; 30 s of fast speech stay below. */
const maxTokens = 224
const tokensPerSecond = 12
/** OpenAI's own limits for "nobody speaks here". */
const silence = { noSpeech: 0.6, logProbability: -1 }

export async function openWhisper(
  files: { encoder: string; decoder: string; vocabulary: string; generation: string },
  threads: number,
): Promise<Recogniser> {
  const graph = openWindow(await readFile(files.encoder))
  // Without the arena: it would keep 0.5 GB of a full window's attention for good.
  const settings = { ...sessionOptions(threads), enableCpuMemArena: false }
  const encoder = await InferenceSession.create(graph, settings)
  const decoder = await openGreedyDecoder(files.decoder, threads)
  const vocabulary = await readWhisperVocabulary(files)

  async function encode(audio: Float32Array, frames: number): Promise<Tensor> {
    const features = new Tensor('float32', toLogMel(audio, frames), [1, melBands, frames])
    const output = await encoder.run({ input_features: features }, ['last_hidden_state'])
    return output.last_hidden_state as Tensor
  }

  async function decode(audio: Float32Array, frames: number, language: string): Promise<Decoded> {
    const { start, transcribe, noTimestamps, end, languages } = vocabulary
    const languageToken = languages.get(language) ?? languages.get('en') ?? start + 1
    const hidden = await encode(audio, frames)
    let noSpeech = 0
    const decoded = await decoder.search(hidden, {
      prompt: [start, languageToken, transcribe, noTimestamps],
      endToken: end,
      maxTokens: Math.min(maxTokens, 8 + Math.ceil((frames / 100) * tokensPerSecond)),
      mask: (logits, position) => {
        if (position === 0) noSpeech = probabilityOf(logits, vocabulary.noSpeech)
        maskForbidden(vocabulary, logits, position)
      },
    })
    const sure = Math.log(toConfidence(decoded.logProbabilities))
    const isSilence = noSpeech > silence.noSpeech && sure < silence.logProbability
    return isSilence ? { tokens: [], logProbabilities: [] } : decoded
  }

  return {
    async hear(audio, language) {
      const frames = framesFor(audio)
      let decoded = await decode(audio, frames, language)
      if (findLoop(decoded.tokens) !== undefined && frames < fullFrames) {
        decoded = await decode(audio, fullFrames, language)
      }
      const loop = findLoop(decoded.tokens)
      return {
        text: vocabulary.toText(decoded.tokens.slice(0, loop)).trim(),
        confidence: toConfidence(decoded.logProbabilities.slice(0, loop)),
      }
    },
    async detectLanguage(audio) {
      const hidden = await encode(audio, framesFor(audio))
      const logits = await decoder.firstLogits(hidden, [vocabulary.start])
      return mostLikelyLanguage(vocabulary, logits)
    },
    async release() {
      await Promise.all([encoder.release(), decoder.release()])
    },
  }
}

/** An even number: the encoder halves it. */
function framesFor(audio: Float32Array): number {
  const frames = Math.ceil(audio.length / hopSamples) + tailFrames
  return Math.min(fullFrames, Math.max(leastFrames, frames + (frames % 2)))
}

function maskForbidden(vocabulary: WhisperVocabulary, logits: Float32Array, position: number) {
  const { never, notFirst, end } = vocabulary
  for (const token of position === 0 ? [...never, ...notFirst] : never) logits[token] = -Infinity
  logits.fill(-Infinity, end + 1)
}

function probabilityOf(logits: Float32Array, token: number): number {
  const wanted = logits[token] ?? -Infinity
  let sum = 0
  for (const logit of logits) sum += Math.exp(logit - wanted)
  return 1 / sum
}

function mostLikelyLanguage({ languages }: WhisperVocabulary, logits: Float32Array) {
  const all = [...languages].map(([language, token]) => ({ language, logit: logits[token] ?? 0 }))
  const top = all.reduce((best, each) => (each.logit > best.logit ? each : best))
  const sum = all.reduce((total, { logit }) => total + Math.exp(logit - top.logit), 0)
  return { language: top.language, probability: 1 / sum }
}
