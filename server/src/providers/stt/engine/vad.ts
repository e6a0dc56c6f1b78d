import { InferenceSession, Tensor } from 'onnxruntime-node'
import { sessionOptions } from './greedy-decoder.ts'

/** Samples of one decision at 16 kHz: 32 ms. */
export const frameSamples = 512
export const frameMs = 32
/** Silero v5 wants the end of the frame before in front of each frame. */
const contextSamples = 64

/** Tells for one frame after another how likely it holds speech, 0..1. */
export type VoiceActivity = {
  readonly probability: (frame: Float32Array) => Promise<number>
  /** Forgets what was heard: the next frame begins another recording. */
  readonly reset: () => void
  readonly release: () => Promise<void>
}

export async function openVoiceActivity(file: string): Promise<VoiceActivity> {
  const session = await InferenceSession.create(file, sessionOptions(1))
  const rate = new Tensor('int64', BigInt64Array.of(16_000n), [])
  const input = new Float32Array(contextSamples + frameSamples)
  const freshState = () => new Tensor('float32', new Float32Array(2 * 128), [2, 1, 128])
  let state: Tensor = freshState()
  return {
    async probability(frame) {
      input.copyWithin(0, frameSamples)
      input.set(frame, contextSamples)
      const output = await session.run({
        input: new Tensor('float32', input, [1, input.length]),
        state,
        sr: rate,
      })
      state = output.stateN as Tensor
      return Number((output.output as Tensor).data[0])
    },
    reset() {
      state = freshState()
      input.fill(0)
    },
    release: () => session.release(),
  }
}
