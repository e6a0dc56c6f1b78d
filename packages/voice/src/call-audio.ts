import type { Analytics } from './analytics.ts'
import { Capture, type Side } from './capture.ts'
import { Microphone, type MicrophoneOptions } from './microphone.ts'
import { Speaker } from './speaker.ts'
import type { CaptureOptions } from './options.ts'

const sampleRate = 16_000

type AudioEvents = {
  readonly onMicrophone: (samples: Int16Array) => void
  readonly onMark: (name: string) => void
  readonly onPlaying: (isPlaying: boolean) => void
}

/** Microphone and loudspeaker of one call. */
export class CallAudio {
  isPlaying = false
  #isPaused = false
  #context: AudioContext | undefined
  #streams: Readonly<Record<Side, MediaStream>> | undefined
  readonly #captures = new Set<Capture>()
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
    this.#streams = { agent: remote, user: local }
    for (const capture of this.#captures) this.#begin(capture)
    return { local, remote }
  }

  /** What it answers ends that. */
  capture(options: CaptureOptions): () => void {
    const capture = new Capture(options)
    this.#captures.add(capture)
    this.#begin(capture)
    return () => {
      this.#captures.delete(capture)
      capture.stop()
    }
  }

  play(samples: Int16Array): void {
    for (const capture of this.#captures) capture.heard('agent', samples)
    this.#speaker.play(samples)
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

  set volume(volume: number) {
    this.#speaker.volume = volume
  }

  /** Whether the browser takes the agent's voice out of the microphone. */
  get cancelsEcho(): boolean {
    const [track] = this.#streams?.user.getAudioTracks() ?? []
    return Boolean(track?.getSettings().echoCancellation)
  }

  get userLevel(): number {
    return this.#microphone.level
  }

  get agentLevel(): number {
    return this.isPlaying ? this.#speaker.level : 0
  }

  userFrequencies(): Uint8Array {
    return this.#microphone.frequencies()
  }

  agentFrequencies(): Uint8Array {
    return this.#speaker.frequencies()
  }

  close(): void {
    for (const capture of this.#captures) capture.stop()
    this.#captures.clear()
    this.#microphone.close()
    this.#speaker.close()
    void this.#context?.close()
    this.#context = undefined
  }

  #begin(capture: Capture): void {
    if (!this.#streams) return
    capture.begin('agent', this.#streams.agent)
    capture.begin('user', this.#streams.user)
  }

  #onPiece(samples: Int16Array): void {
    this.#analytics.heardUser(this.#microphone.level, (samples.length * 1_000) / sampleRate)
    for (const capture of this.#captures) capture.heard('user', samples)
    if (!this.#isPaused) this.#events.onMicrophone(samples)
  }

  #onPlaying(isPlaying: boolean): void {
    this.isPlaying = isPlaying
    if (isPlaying) this.#analytics.agentBegan()
    this.#events.onPlaying(isPlaying)
  }
}
