import { frameMs, frameSamples } from './vad.ts'

/** A stretch of speech, with a little silence around it. */
export type Utterance = {
  /** Frame of the recording that `audio` begins with. */
  readonly firstFrame: number
  readonly audio: Float32Array
  /** Likelihood of speech, one per frame of `audio`. */
  readonly probabilities: readonly number[]
}

/** Silero's own limits: speech begins above the first and goes on above the second. */
const beginAbove = 0.5
export const voicedAbove = 0.35
const framesOf = (ms: number) => Math.round(ms / frameMs)

/** Kept in front of and behind the voice: soft consonants are quieter than the detector hears. */
const paddingFrames = framesOf(190)
/** A pause that ends an utterance; breaths within a sentence are shorter. */
const pauseFrames = framesOf(600)
/** After this much speech the next short pause ends it, so that it does not grow to the limit. */
const longFrames = framesOf(10_000)
const shortPauseFrames = framesOf(220)
/** What a model can take, with room for padding; then it is cut where speech is least likely. */
const limitFrames = framesOf(25_000)
const searchFrames = framesOf(8_000)
/** Fewer frames of sure speech are a click or a cough. */
const leastVoicedFrames = 4

type Frame = { readonly audio: Float32Array; readonly probability: number }

export type UtteranceFinder = {
  /** Takes the next frame of 32 ms; answers the utterance that ended with it. */
  readonly push: (audio: Float32Array, probability: number) => Utterance | undefined
  /** The recording has ended. */
  readonly end: () => Utterance | undefined
  /** All speech before this frame has been handed out: from here a restart can go on. */
  readonly settledFrame: () => number
}

export function findUtterances(startFrame = 0): UtteranceFinder {
  let held: Frame[] = []
  let nextFrame = startFrame
  let isSpeaking = false
  let silentFrames = 0

  function push(audio: Float32Array, probability: number): Utterance | undefined {
    held.push({ audio, probability })
    nextFrame++
    if (!isSpeaking) {
      if (probability >= beginAbove) {
        isSpeaking = true
        silentFrames = 0
      } else if (held.length > paddingFrames) held.shift()
      return undefined
    }
    silentFrames = probability < voicedAbove ? silentFrames + 1 : 0
    const enough = held.length >= longFrames ? shortPauseFrames : pauseFrames
    if (silentFrames >= enough) {
      isSpeaking = false
      return cut(held.length - Math.max(0, silentFrames - paddingFrames))
    }
    return held.length >= limitFrames ? cut(leastLikely()) : undefined
  }

  /** Hands out the first `count` frames; what follows stays, as padding or as going on. */
  function cut(count: number): Utterance | undefined {
    const firstFrame = nextFrame - held.length
    const taken = held.slice(0, count)
    held = held.slice(isSpeaking ? count : Math.max(count, held.length - paddingFrames))
    if (taken.filter((frame) => frame.probability >= beginAbove).length < leastVoicedFrames) {
      return undefined
    }
    return {
      firstFrame,
      audio: join(taken.map((frame) => frame.audio)),
      probabilities: taken.map((frame) => frame.probability),
    }
  }

  function leastLikely(): number {
    let best = held.length
    let least = Infinity
    for (let index = held.length - searchFrames; index < held.length; index++) {
      const probability = held[index]?.probability ?? 0
      if (probability < least) {
        least = probability
        best = index + 1
      }
    }
    return best
  }

  return {
    push,
    end() {
      if (!isSpeaking) return undefined
      isSpeaking = false
      return cut(held.length)
    },
    settledFrame: () => nextFrame - held.length,
  }
}

function join(frames: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(frames.length * frameSamples)
  for (const [index, frame] of frames.entries()) all.set(frame, index * frameSamples)
  return all
}
