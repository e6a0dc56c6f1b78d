import { inference, type VADEvent, VADEventType, type VADStream } from '@livekit/agents'
import { AudioFrame, combineAudioFrames } from '@livekit/rtc-node'
import type { SpeechJudge } from './port.ts'

/** Silero listens to so much at once. */
const windowMs = 32
/** Shorter sounds are no speech, and shorter silence does not end it. */
const minSpeechMs = 50
const minSilenceMs = 250

/** After so much speech its beginning is told, and after so much silence its end: whole windows. */
export const toldAfterMs = {
  speech: Math.ceil(minSpeechMs / windowMs) * windowMs,
  silence: Math.ceil(minSilenceMs / windowMs) * windowMs,
}

/** So much silence may be the end: a breath within a sentence is hardly shorter. */
const pauseMs = 3 * windowMs

/** Of a stretch that goes on so many windows are kept, 5 s; pauses in longer ones are not told. */
const longestKept = 156

/** Whoever transcribes what voice activity finds. */
export type SpeechFollower = {
  readonly onStart: () => void
  /** Somebody stopped for a moment; `sound` is the stretch so far. */
  readonly onPause: (sound: () => AudioFrame) => void
  /** The same stretch goes on. */
  readonly onResume: () => void
  readonly onEnd: (frames: AudioFrame[], endMs: number) => void
}

/** Voice activity by Silero, or by another judge of what is speech. */
export function openVoiceActivity(
  activationThreshold: number,
  judge: SpeechJudge | undefined,
  follower: SpeechFollower,
): inference.VAD {
  return new CallVad(activationThreshold, { judge, follower })
}

type Heeded = { readonly judge: SpeechJudge | undefined; readonly follower: SpeechFollower }

class CallVad extends inference.VAD {
  readonly #judge: SpeechJudge | undefined
  readonly #follower: SpeechFollower

  constructor(activationThreshold: number, { judge, follower }: Heeded) {
    super({
      activationThreshold,
      minSpeechDuration: minSpeechMs,
      minSilenceDuration: minSilenceMs,
    })
    this.#judge = judge
    this.#follower = follower
  }

  override stream(): VADStream {
    const silentBelow = this._opts.deactivationThreshold
    const stream = mended(super.stream(), silentBelow, this.#follower)
    const judge = this.#judge
    if (!judge) return stream
    // Another judge sits in Silero's place; what is made of its answers stays as it is.
    const judged = { predict: async (window: Int16Array) => judge(window), reset() {} }
    return Object.assign(stream, { _nativeVad: judged })
  }
}

/**
 * Two things of the session's voice activity put right. The speech that ended is told as a view into
 * a buffer of which the first half second is written over before anybody reads it: whoever transcribes
 * it would hear the end of a sentence, and then all of it. And the silence after somebody spoke is
 * counted as speech until it is certain, so that an interruption would need 250 ms less of it.
 */
function mended(stream: VADStream, silentBelow: number, follower: SpeechFollower): VADStream {
  const send = Reflect.get(stream, 'sendVADEvent') as (event: VADEvent) => boolean
  const stretch = openStretch(follower)
  return Object.assign(stream, {
    sendVADEvent(event: VADEvent): boolean {
      if (event.type === VADEventType.START_OF_SPEECH) stretch.started(event)
      if (event.type === VADEventType.END_OF_SPEECH) {
        const ended = { ...event, frames: event.frames.map(copyOf) }
        stretch.ended(ended)
        return send.call(stream, ended)
      }
      if (event.type !== VADEventType.INFERENCE_DONE) return send.call(stream, event)
      const silentNow = event.probability <= silentBelow ? windowMs : 0
      const silentMs = silentNow > 0 ? event.rawAccumulatedSilence + silentNow : 0
      if (event.speaking) stretch.wentOn(event, silentMs)
      const speechDuration = Math.max(0, event.speechDuration - silentMs)
      return send.call(stream, { ...event, speechDuration })
    },
  })
}

/** Tells a follower of one stretch of speech after the other, and keeps the sound of the one that goes on. */
function openStretch(follower: SpeechFollower) {
  let frames: AudioFrame[] = []
  let isPaused = false
  return {
    started(event: VADEvent): void {
      frames = event.frames.map(copyOf)
      isPaused = false
      follower.onStart()
    },
    wentOn(event: VADEvent, silentMs: number): void {
      if (silentMs === 0 && isPaused) {
        isPaused = false
        follower.onResume()
      }
      if (frames.length > longestKept) return
      frames.push(...event.frames)
      if (silentMs !== pauseMs) return
      isPaused = true
      follower.onPause(() => combineAudioFrames(frames))
    },
    ended(event: VADEvent): void {
      frames = []
      follower.onEnd(event.frames, Date.now() - event.silenceDuration - event.inferenceDuration)
    },
  }
}

const copyOf = ({ data, sampleRate, channels, samplesPerChannel }: AudioFrame) =>
  new AudioFrame(data.slice(), sampleRate, channels, samplesPerChannel)
