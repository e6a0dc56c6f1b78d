import type { Analytics } from './analytics.ts'
import { Microphone, type MicrophoneOptions } from './microphone.ts'
import type { CaptureFacts, CaptureOptions } from './options.ts'
import { Speaker } from './speaker.ts'

const sampleRate = 16_000

type AudioEvents = {
  readonly onMicrophone: (samples: Int16Array) => void
  readonly onMark: (name: string) => void
  readonly onPlaying: (isPlaying: boolean) => void
}

/** Microphone and loudspeaker of one call. */
export class CallAudio {
  capture: CaptureOptions | undefined
  onAudioData: ((data: ArrayBuffer) => void) | undefined
  isPlaying = false
  #isPaused = false
  #context: AudioContext | undefined
  readonly #microphone = new Microphone()
  readonly #speaker = new Speaker()
  readonly #analytics: Analytics
  readonly #events: AudioEvents

  constructor(analytics: Analytics, events: AudioEvents) {
    this.#analytics = analytics
    this.#events = events
  }

  async open(options: MicrophoneOptions): Promise<{ local: MediaStream; remote: MediaStream }> {
    const context = new AudioContext({ sampleRate, latencyHint: 'interactive' })
    this.#context = context
    // Browsers start it only after a gesture, which a click on "call" is.
    await context.resume()
    const remote = await this.#speaker.open(context, {
      onPlaying: (isPlaying) => this.#onPlaying(isPlaying),
      onMark: this.#events.onMark,
      onDry: () => this.#analytics.dropped(),
    })
    const local = await this.#microphone.open(context, options, (samples) => this.#onPiece(samples))
    return { local, remote }
  }

  play(samples: Int16Array): void {
    this.#speaker.play(samples)
    const data = samples.slice().buffer as ArrayBuffer
    this.onAudioData?.(data)
    this.#captured('agent', samples)
  }

  mark(name: string): void {
    this.#speaker.mark(name)
  }

  clear(): void {
    this.#speaker.clear()
  }

  pause(): void {
    this.#isPaused = true
    this.#speaker.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#speaker.resume()
  }

  setMuted(isMuted: boolean): void {
    this.#microphone.setMuted(isMuted)
  }

  get isMuted(): boolean {
    return this.#microphone.isMuted
  }

  set volume(volume: number) {
    this.#speaker.volume = volume
  }

  get userLevel(): number {
    return this.#microphone.level
  }

  get agentLevel(): number {
    return this.isPlaying ? this.#speaker.level : 0
  }

  get agentTrack(): MediaStreamTrack | undefined {
    return this.#speaker.track
  }

  userFrequencies(): Uint8Array {
    return this.#microphone.frequencies()
  }

  agentFrequencies(): Uint8Array {
    return this.#speaker.frequencies()
  }

  close(): void {
    this.#microphone.close()
    this.#speaker.close()
    void this.#context?.close()
    this.#context = undefined
  }

  #onPiece(samples: Int16Array): void {
    this.#analytics.heardUser(this.#microphone.level, (samples.length * 1_000) / sampleRate)
    this.#captured('user', samples)
    if (!this.#isPaused) this.#events.onMicrophone(samples)
  }

  #onPlaying(isPlaying: boolean): void {
    this.isPlaying = isPlaying
    if (isPlaying) this.#analytics.agentBegan()
    this.#events.onPlaying(isPlaying)
  }

  #captured(source: 'agent' | 'user', samples: Int16Array): void {
    const { capture } = this
    if (!capture || ((capture.source ?? 'agent') !== source && capture.source !== 'both')) return
    const about: CaptureFacts = { source, sampleRate, channels: 1, timestamp: Date.now() }
    const data =
      capture.format === 'pcm-f32'
        ? Float32Array.from(samples, (sample) => sample / 32_768).buffer
        : samples.slice().buffer
    capture.callback?.(data as ArrayBuffer, about)
    capture.onData?.(data as ArrayBuffer, about)
  }
}
