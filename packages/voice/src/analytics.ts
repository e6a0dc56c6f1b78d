import type {
  AudioMetrics,
  CallAnalytics,
  ConnectionStats,
  PerformanceMetrics,
  Quality,
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

/** Keeps count of a call. Times in milliseconds. */
export class Analytics {
  readonly #now: () => number
  readonly #createdAt: number
  #startedAt: number | undefined
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
  userLevel = 0
  agentLevel = 0

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
    this.#createdAt = now()
  }

  started(): void {
    this.#startedAt = this.#now()
    this.#isConnected = true
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
    return {
      quality: this.quality,
      connectionAttempts: this.#attempts,
      reconnectionAttempts: this.#reconnects,
      roundTripMs: this.#roundTripMs === undefined ? null : Math.round(this.#roundTripMs),
      packetLoss: 0,
      isConnected: this.#isConnected,
    }
  }

  audioLevels(): AudioMetrics {
    return {
      userAudioLevel: this.userLevel,
      agentAudioLevel: this.agentLevel,
      userSpeakingTime: Math.round(this.#userSpokeMs),
      agentSpeakingTime: Math.round(this.#agentSpokeMs),
      audioDropouts: this.#dropouts,
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
      reconnections: this.#reconnects,
      connectionEstablishedTime:
        this.#startedAt === undefined ? null : Math.round(this.#startedAt - this.#createdAt),
    }
  }

  all(): CallAnalytics {
    const connectionStats = this.connectionStats()
    const { connectionAttempts, reconnectionAttempts, isConnected } = connectionStats
    return {
      connectionStats,
      audioMetrics: this.audioLevels(),
      performanceMetrics: this.performance(),
      participants: [
        { identity: 'user', isAgent: false },
        { identity: 'agent', isAgent: true },
      ],
      trackStats: { totalTracks: 2, activeTracks: isConnected ? 2 : 0 },
      callStats: { connectionAttempts, reconnectionAttempts },
    }
  }
}
