import { inference, type VADEvent, VADEventType, type VADStream } from '@livekit/agents'
import { AudioFrame } from '@livekit/rtc-node'
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

/** Voice activity by Silero, or by another judge of what is speech. */
export function openVoiceActivity(
  activationThreshold: number,
  judge: SpeechJudge | undefined,
): inference.VAD {
  return new CallVad(activationThreshold, judge)
}

class CallVad extends inference.VAD {
  readonly #judge: SpeechJudge | undefined

  constructor(activationThreshold: number, judge: SpeechJudge | undefined) {
    super({
      activationThreshold,
      minSpeechDuration: minSpeechMs,
      minSilenceDuration: minSilenceMs,
    })
    this.#judge = judge
  }

  override stream(): VADStream {
    const silentBelow = this._opts.deactivationThreshold
    const stream = mended(super.stream(), silentBelow)
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
function mended(stream: VADStream, silentBelow: number): VADStream {
  const send = Reflect.get(stream, 'sendVADEvent') as (event: VADEvent) => boolean
  return Object.assign(stream, {
    sendVADEvent(event: VADEvent): boolean {
      if (event.type === VADEventType.END_OF_SPEECH) {
        return send.call(stream, { ...event, frames: event.frames.map(copyOf) })
      }
      if (event.type !== VADEventType.INFERENCE_DONE) return send.call(stream, event)
      const silentNow = event.probability <= silentBelow ? windowMs : 0
      const silentMs = silentNow > 0 ? event.rawAccumulatedSilence + silentNow : 0
      const speechDuration = Math.max(0, event.speechDuration - silentMs)
      return send.call(stream, { ...event, speechDuration })
    },
  })
}

const copyOf = ({ data, sampleRate, channels, samplesPerChannel }: AudioFrame) =>
  new AudioFrame(data.slice(), sampleRate, channels, samplesPerChannel)
