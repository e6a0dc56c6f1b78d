import type {
  AudioMetrics,
  CallAnalytics,
  ConnectionStats,
  ParticipantData,
  PerformanceMetrics,
  Quality,
  TrackStats,
} from './options.ts'

/** Louder than this counts as speaking. */
const speechLevel = 0.02
/** A round trip of that many milliseconds is still of the quality. */
const roundTrips: readonly (readonly [Quality, number])[] = [
  ['excellent', 120],
  ['good', 300],
]

/** The quality of a line by its round trip; undefined: nothing is known yet, or it is broken. */
export function qualityOf(roundTripMs: number | undefined, isConnected: boolean): Quality {
  if (!isConnected) return 'lost'
  if (roundTripMs === undefined) return 'good'
  return roundTrips.find(([, most]) => roundTripMs <= most)?.[0] ?? 'poor'
}

/** Keeps count of a call. Times in milliseconds, on a clock that only goes forward. */
export class Analytics {
  readonly #now: () => number
  readonly #createdAt: number
  #startedAt: number | undefined
  #startedOn: number | undefined
  #endedAt: number | undefined
  #userQuietAt: number | undefined
  #responses: number[] = []
  #userSpokeMs = 0
  #agentSpokeMs = 0
  #dropouts = 0
  #attempts = 0
  #reconnects = 0
  #roundTripMs: number | undefined
  #isConnected = false
  #hasAudio = true
  isPaused = false
  volume = 1
  cancelsEcho = false
  userLevel = 0
  agentLevel = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#createdAt = now()
  }

  /** `hasAudio` false: the talk is in writing. */
  started(hasAudio = true): void {
    this.#startedAt = this.#now()
    this.#startedOn = Date.now()
    this.#isConnected = true
    this.#hasAudio = hasAudio
  }

  ended(): void {
    this.#endedAt ??= this.#now()
    this.#isConnected = false
  }

  connection(isConnected: boolean, attempts: number, reconnects: number): void {
    this.#isConnected = isConnected
    this.#attempts = attempts
    this.#reconnects = reconnects
  }

  roundTrip(ms: number): void {
    this.#roundTripMs = this.#roundTripMs === undefined ? ms : (this.#roundTripMs * 3 + ms) / 4
  }

  dropped(): void {
    this.#dropouts += 1
  }

  /** A piece of the microphone of that length. */
  heardUser(level: number, ms: number): void {
    this.userLevel = level
    if (level < speechLevel) return
    this.#userSpokeMs += ms
    this.#userQuietAt = this.#now()
  }

  spoke(ms: number): void {
    this.#agentSpokeMs += ms
  }

  /** The agent's first sound of an answer. */
  agentBegan(): void {
    if (this.#userQuietAt === undefined) return
    this.#responses.push(this.#now() - this.#userQuietAt)
    this.#userQuietAt = undefined
  }

  get quality(): Quality {
    return qualityOf(this.#roundTripMs, this.#isConnected)
  }

  connectionStats(): ConnectionStats {
    const latency = this.#roundTripMs === undefined ? null : Math.round(this.#roundTripMs)
    return {
      quality: this.quality,
      connectionAttempts: this.#attempts,
      reconnectionAttempts: this.#reconnects,
      connectionEstablishedTime: this.#establishedMs,
      roundTripMs: latency,
      latency,
      packetLoss: 0,
      isConnected: this.#isConnected,
    }
  }

  audioLevels(): AudioMetrics {
    return {
      userAudioLevel: this.userLevel,
      agentAudioLevel: this.agentLevel,
      currentUserLevel: this.userLevel,
      currentAgentLevel: this.agentLevel,
      userSpeakingTime: Math.round(this.#userSpokeMs),
      agentSpeakingTime: Math.round(this.#agentSpokeMs),
      audioDropouts: this.#dropouts,
      echoCancellationActive: this.cancelsEcho,
      isPaused: this.isPaused,
      volume: this.volume,
    }
  }

  performance(): PerformanceMetrics {
    const all = this.#responses
    const mean = all.length > 0 ? all.reduce((sum, ms) => sum + ms, 0) / all.length : undefined
    const last = all.at(-1)
    return {
      callDuration:
        this.#startedAt === undefined
          ? 0
          : Math.round((this.#endedAt ?? this.#now()) - this.#startedAt),
      responseTime: last === undefined ? null : Math.round(last),
      averageResponseTime: mean === undefined ? null : Math.round(mean),
      reconnectionCount: this.#reconnects,
      connectionEstablishedTime: this.#establishedMs,
    }
  }

  participants(): readonly ParticipantData[] {
    const connectionTime = this.#startedOn
    if (connectionTime === undefined) return []
    return [
      { identity: 'user', sid: 'user', connectionTime, isAgent: false },
      { identity: 'agent', sid: 'agent', connectionTime, isAgent: true },
    ]
  }

  trackStats(): TrackStats {
    const totalTracks = this.#hasAudio ? 2 : 0
    const activeTracks = this.#isConnected ? totalTracks : 0
    return { totalTracks, activeTracks, audioElements: 0, trackDetails: [] }
  }

  all(): CallAnalytics {
    const { connectionAttempts, reconnectionAttempts, isConnected, quality } =
      this.connectionStats()
    const participants = this.participants()
    const trackStats = this.trackStats()
    return {
      connectionStats: this.connectionStats(),
      audioMetrics: this.audioLevels(),
      performanceMetrics: this.performance(),
      participants,
      trackStats,
      callStats: {
        connectionAttempts,
        reconnectionAttempts,
        participantCount: participants.length,
        trackCount: trackStats.activeTracks,
        connectionQuality: quality,
      },
      metadata: {
        callStartTime: this.#startedOn ?? null,
        isConnected,
        isPaused: this.isPaused,
        volume: this.volume,
      },
    }
  }

  get #establishedMs(): number | null {
    return this.#startedAt === undefined ? null : Math.round(this.#startedAt - this.#createdAt)
  }
}
