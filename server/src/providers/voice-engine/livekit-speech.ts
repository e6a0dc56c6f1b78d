import {
  type APIConnectOptions,
  type AudioBuffer,
  normalizeLanguage,
  stt,
  tts,
} from '@livekit/agents'
import { AudioFrame } from '@livekit/rtc-node'
import { pitchOf } from '../audio/index.ts'
import { collectTranscript, type SpeechToText, type Transcript } from '../stt/port.ts'
import { cutKey, sentenceKey } from './livekit-audio.ts'
import { toldAfterMs } from './livekit-vad.ts'
import { callRate, type SpeechKind, type TalkOptions } from './port.ts'
import type { RawSound } from './raw-sound.ts'
import { openSpeechOrder } from './speech-order.ts'

/** Before the end of speech is certain there is so much more of it than at a pause. */
const silenceToCome = new Int16Array(0.16 * callRate)

type Hearing = {
  readonly port: SpeechToText
  readonly language: () => string | undefined
  /** Of the engine; undefined: its usual one. */
  readonly model: string | undefined
  /** What is transcribed instead of the sound that turns are taken by. */
  readonly raw: RawSound | undefined
  readonly onPitch: ((hertz: number) => void) | undefined
  /** True: nobody meant to say that. */
  readonly isIdle: (text: string) => boolean
  readonly onLanguage: (language: string) => void
  readonly onSpeech: ((kind: SpeechKind, endMs: number) => void) | undefined
  readonly onError: (error: Error) => void
}

/** Speech to text for a session: each stretch of speech that voice activity found, on its own. */
export class PortStt extends stt.STT {
  override label = 'parley.stt'
  readonly #hearing: Hearing
  /** Of the stretch that may be over; undefined once it goes on. */
  #guess: Promise<Transcript | undefined> | undefined

  constructor(hearing: Hearing) {
    super({ streaming: false, interimResults: false })
    this.#hearing = hearing
  }

  protected override async _recognize(
    buffer: AudioBuffer,
    signal?: AbortSignal,
  ): Promise<stt.SpeechEvent> {
    const { language, isIdle, onLanguage, onSpeech, onError } = this.#hearing
    const endMs = Date.now() - toldAfterMs.silence
    const frames = Array.isArray(buffer) ? buffer : [buffer]
    const guess = this.#guess
    this.#guess = undefined
    this.#tellPitch(frames)
    try {
      const heard = (await guess) ?? (await this.#transcribe(this.#soundOf(frames), signal))
      if (heard.language) onLanguage(heard.language)
      const text = heard.segments.map((segment) => segment.text.trim()).join(' ')
      const kind = kindOf(text, isIdle)
      onSpeech?.(kind, endMs)
      return finalEvent(kind === 'words' ? text : '', heard.language ?? language() ?? 'en')
    } catch (error) {
      if (!signal?.aborted) onError(error as Error)
      throw error
    }
  }

  /** Transcribes a stretch that may be over, where that costs nobody anything. */
  guess(soFar: () => AudioFrame): void {
    const { port, language, model } = this.#hearing
    if (!port.hearsAtOnce?.({ language: language(), model })) return
    // Not to be stopped: an engine that is left half-way has to be loaded again.
    const sound = [...this.#soundOf([soFar()]), silenceToCome]
    this.#guess = this.#transcribe(sound, undefined).catch(() => undefined)
  }

  /** The stretch goes on: what was heard was not all. */
  forgetGuess(): void {
    this.#guess = undefined
  }

  #transcribe(sound: readonly Int16Array[], signal: AbortSignal | undefined): Promise<Transcript> {
    const { port, language, model } = this.#hearing
    const audio = toFloats(sound)
    return collectTranscript(
      port.transcribe({ audio, language: language(), model, isUrgent: true, signal }),
    )
  }

  #soundOf(frames: readonly AudioFrame[]): readonly Int16Array[] {
    const { raw } = this.#hearing
    const samples = frames.reduce((sum, { data }) => sum + data.length, 0)
    return raw ? [raw.last(samples)] : frames.map(({ data }) => data)
  }

  #tellPitch(frames: readonly AudioFrame[]): void {
    const { onPitch } = this.#hearing
    const [sound] = onPitch ? this.#soundOf(frames) : []
    const hertz = sound && pitchOf(sound, callRate)
    if (hertz !== undefined) onPitch?.(hertz)
  }

  override stream(): never {
    throw new Error('Voice activity cuts the audio for this engine; it has no stream of its own.')
  }
}

function kindOf(text: string, isIdle: Hearing['isIdle']): SpeechKind {
  if (text.trim() === '') return 'noise'
  return isIdle(text) ? 'backchannel' : 'words'
}

function finalEvent(text: string, language: string): stt.SpeechEvent {
  const data = { text, language: normalizeLanguage(language), startTime: 0, endTime: 0 }
  return {
    type: stt.SpeechEventType.FINAL_TRANSCRIPT,
    alternatives: [{ ...data, confidence: 1 }],
  }
}

async function* toFloats(sound: readonly Int16Array[]): AsyncGenerator<Float32Array> {
  for (const data of sound) {
    const floats = new Float32Array(data.length)
    for (let index = 0; index < data.length; index += 1) {
      floats[index] = (data[index] ?? 0) / 32_768
    }
    yield floats
  }
}

type Speaking = Pick<TalkOptions, 'tts' | 'voice'>

/** Text to speech for a session; the session cuts the text into sentences. */
export class PortTts extends tts.TTS {
  override label = 'parley.tts'
  readonly #speaking: Speaking
  readonly #enter = openSpeechOrder()
  /** The session gives all sentences of a speech the same signal. */
  readonly #speeches = new WeakMap<AbortSignal, Speech>()

  constructor(speaking: Speaking) {
    super(callRate, 1, { streaming: false })
    this.#speaking = speaking
  }

  override synthesize(
    text: string,
    connOptions?: APIConnectOptions,
    signal?: AbortSignal,
  ): tts.ChunkedStream {
    const speech = this.#speechOf(signal)
    return new Sentence(this, this.#speaking, { text, connOptions, speech, enter: this.#enter })
  }

  #speechOf(signal: AbortSignal | undefined): Speech {
    const known = signal && this.#speeches.get(signal)
    if (known) return known
    const cutting = new AbortController()
    const signals = signal ? [signal, cutting.signal] : [cutting.signal]
    const speech = { signal: AbortSignal.any(signals), cut: () => cutting.abort() }
    if (signal) this.#speeches.set(signal, speech)
    return speech
  }

  override stream(): never {
    throw new Error('The session cuts the text for this engine; it has no stream of its own.')
  }
}

/** What is said without a break by the session: an answer, or one line. */
type Speech = {
  readonly signal: AbortSignal
  /** Nobody will hear the rest: the session ends it only with the next sound that it gets. */
  readonly cut: () => void
}

type Asked = {
  readonly text: string
  readonly connOptions: APIConnectOptions | undefined
  readonly speech: Speech
  readonly enter: ReturnType<typeof openSpeechOrder>
}

class Sentence extends tts.ChunkedStream {
  override label = 'parley.sentence'
  readonly #speaking: Speaking
  readonly #asked: Asked

  constructor(engine: PortTts, speaking: Speaking, asked: Asked) {
    super(asked.text, engine, asked.connOptions, asked.speech.signal)
    this.#speaking = speaking
    this.#asked = asked
  }

  protected override async run(): Promise<void> {
    const { speech, enter } = this.#asked
    const signal = AbortSignal.any([this.abortSignal, speech.signal])
    const leave = await enter(speech, signal)
    if (!leave) return
    try {
      await this.#make(signal)
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      leave()
    }
  }

  async #make(signal: AbortSignal): Promise<void> {
    const { tts: port, voice } = this.#speaking
    const { cut } = this.#asked.speech
    const text = this.inputText
    const audio = port.synthesize({
      text,
      language: voice.language(),
      voice: voice.id,
      speed: voice.speed,
      pitch: voice.pitch,
      sampleRate: callRate,
      signal,
    })
    let isFirst = true
    for await (const samples of audio) {
      if (samples.length === 0) continue
      const frame = new AudioFrame(samples, callRate, 1, samples.length)
      if (isFirst) Object.assign(frame.userdata, { [sentenceKey]: text, [cutKey]: cut })
      isFirst = false
      this.queue.put({ requestId: 'parley', segmentId: 'parley', frame, final: false })
    }
  }
}
