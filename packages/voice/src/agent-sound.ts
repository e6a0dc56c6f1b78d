import { Analytics } from './analytics.ts'
import type { CallAudio } from './call-audio.ts'
import { Emitter } from './emitter.ts'
import type {
  AgentEvents,
  AudioMetrics,
  CallAnalytics,
  CaptureOptions,
  ConnectionStats,
  ParticipantData,
  PerformanceMetrics,
  Quality,
  TrackStats,
} from './options.ts'
import type { CallTrack } from './tracks.ts'

export const analyticsMs = 1_000

/** What of an agent needs no line: its sound and its figures. */
export class AgentSound extends Emitter<AgentEvents> {
  protected analytics = new Analytics()
  protected audio: CallAudio | undefined
  protected isOnHold = false
  protected track: CallTrack | undefined
  #volume = 1
  #isMuted = false
  #capture: CaptureOptions | undefined
  #stopCapture: (() => void) | undefined
  #quality: Quality | undefined

  /** How loud the agent is played, 0 to 1. */
  setVolume(volume: number): void {
    this.#volume = Math.max(0, Math.min(1, volume))
    if (this.audio) this.audio.volume = this.#volume
  }

  /** What `setVolume` said; how loud the agent speaks now is in `getAudioLevels`. */
  getOutputVolume(): number {
    return this.#volume
  }

  /** How loud the caller is now, 0 to 1. */
  getInputVolume(): number {
    return this.audio?.userLevel ?? 0
  }

  setMicMuted(isMuted: boolean): void {
    this.#isMuted = isMuted
    this.audio?.setMuted(isMuted)
    this.emit(isMuted ? 'micMuted' : 'micUnmuted')
  }

  isMicMuted(): boolean {
    return this.#isMuted
  }

  getInputByteFrequencyData(): Uint8Array {
    return this.audio?.userFrequencies() ?? new Uint8Array(0)
  }

  getOutputByteFrequencyData(): Uint8Array {
    return this.audio?.agentFrequencies() ?? new Uint8Array(0)
  }

  /** One at a time; what is said before a call is for the next one. */
  enableAudioCapture(options: CaptureOptions): void {
    this.disableAudioCapture()
    this.#capture = options
    this.#stopCapture = this.audio?.capture(options)
  }

  disableAudioCapture(): void {
    this.#stopCapture?.()
    this.#stopCapture = undefined
    this.#capture = undefined
  }

  get isPaused(): boolean {
    return this.isOnHold
  }

  getConnectionStats(): ConnectionStats {
    return this.analytics.connectionStats()
  }

  getAudioLevels(): AudioMetrics {
    this.readLevels()
    return this.analytics.audioLevels()
  }

  getPerformanceMetrics(): PerformanceMetrics {
    return this.analytics.performance()
  }

  getParticipants(): readonly ParticipantData[] {
    return this.analytics.participants()
  }

  getTrackStats(): TrackStats {
    return this.analytics.trackStats()
  }

  getCallAnalytics(): CallAnalytics {
    this.readLevels()
    return this.analytics.all()
  }

  getRemoteAudioTrack(): CallTrack | undefined {
    return this.track
  }

  /** Sound that is there from now on, as it was set before. */
  protected takeAudio(audio: CallAudio, wanted: CaptureOptions | undefined): void {
    audio.volume = this.#volume
    if (this.#isMuted) audio.setMuted(true)
    const capture = wanted ?? this.#capture
    if (capture) this.#stopCapture = audio.capture(capture)
    this.audio = audio
  }

  protected dropAudio(): void {
    this.#stopCapture?.()
    this.#stopCapture = undefined
    this.audio?.close()
    this.audio = undefined
    this.track = undefined
    this.#quality = undefined
  }

  protected readLevels(): void {
    const analytics = this.analytics
    analytics.userLevel = this.getInputVolume()
    analytics.agentLevel = this.audio?.agentLevel ?? 0
    analytics.cancelsEcho = this.audio?.cancelsEcho ?? false
    analytics.isPaused = this.isOnHold
    analytics.volume = this.#volume
  }

  protected tick(): void {
    this.readLevels()
    if (this.audio?.isPlaying) this.analytics.spoke(analyticsMs)
    this.tellQuality()
    this.emit('analyticsUpdated', this.analytics.all())
  }

  protected tellQuality(): void {
    const { quality } = this.analytics
    if (quality === this.#quality) return
    this.#quality = quality
    this.emit('connectionQualityChanged', { quality, participant: 'user', metrics: { quality } })
  }
}
