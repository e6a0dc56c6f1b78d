import type { AgentState } from './line.ts'
import type { MicrophoneOptions } from './microphone.ts'

/** A tool that runs in the page. */
export type PageTool = {
  readonly function_name: string
  readonly description?: string
  readonly parameters?: readonly {
    readonly name: string
    readonly type: string
    readonly description?: string
  }[]
  readonly required?: readonly string[]
  /** Gets its values in the order of `parameters`. */
  readonly fn: (...values: never[]) => unknown
}

export type AgentConfig = {
  /** Of the Parley server; the page's own origin unless said. */
  readonly API_URL?: string
  /** Of the socket; follows from API_URL. */
  readonly WS_URL?: string
  readonly debug?: boolean
  /** Taken, and not needed: there is one server. */
  readonly region?: string
  readonly LIVEKIT_URL?: string
}

export type CaptureOptions = {
  readonly source?: 'agent' | 'user' | 'both'
  readonly format?: 'pcm-i16' | 'pcm-f32'
  readonly callback?: (data: ArrayBuffer, about: CaptureFacts) => void
  readonly onData?: (data: ArrayBuffer, about: CaptureFacts) => void
}

export type CaptureFacts = {
  readonly source: 'agent' | 'user'
  readonly sampleRate: 16_000
  readonly channels: 1
  readonly timestamp: number
}

export type StartOptions = MicrophoneOptions & {
  readonly agentId?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly tools?: readonly PageTool[]
  /** Made by your server with `POST /v1/voice-agents/call-token`, so that no key is in the page. */
  readonly callToken?: string | (() => string | Promise<string>)
  /** What the agent says, as it arrives: PCM16 at 16 kHz. */
  readonly onAudioData?: (data: ArrayBuffer) => void
  readonly captureAudio?: CaptureOptions
  /** Without microphone and loudspeaker. */
  readonly isChatOnly?: boolean
  readonly userId?: string
  readonly voiceEnablement?: boolean
  readonly preferHeadphonesForIosDevices?: boolean
  readonly connectionDelay?: {
    readonly android?: number
    readonly ios?: number
    readonly default?: number
  }
  readonly disableWakeLock?: boolean
  readonly environmentId?: string
  readonly versionRef?: string
}

export type Quality = 'excellent' | 'good' | 'poor' | 'lost'

export type ConnectionStats = {
  readonly quality: Quality
  readonly connectionAttempts: number
  readonly reconnectionAttempts: number
  readonly roundTripMs: number | null
  readonly packetLoss: number
  readonly isConnected: boolean
}

export type AudioMetrics = {
  readonly userAudioLevel: number
  readonly agentAudioLevel: number
  readonly userSpeakingTime: number
  readonly agentSpeakingTime: number
  /** Times that sound ran out in the middle of speech. */
  readonly audioDropouts: number
}

export type PerformanceMetrics = {
  /** Milliseconds. */
  readonly callDuration: number
  /** From the caller's last word to the agent's first sound, of the latest answer. */
  readonly responseTime: number | null
  readonly averageResponseTime: number | null
  readonly reconnections: number
  readonly connectionEstablishedTime: number | null
}

export type CallAnalytics = {
  readonly connectionStats: ConnectionStats
  readonly audioMetrics: AudioMetrics
  readonly performanceMetrics: PerformanceMetrics
  readonly participants: readonly { readonly identity: string; readonly isAgent: boolean }[]
  readonly trackStats: { readonly totalTracks: number; readonly activeTracks: number }
  readonly callStats: { readonly connectionAttempts: number; readonly reconnectionAttempts: number }
}

export type ChatMessage = {
  readonly id: string
  readonly role: 'user' | 'agent'
  readonly text: string
  readonly isFinal: boolean
  readonly timestamp: number
}

/** What happens in a call, by name, with the arguments that listeners get. */
export type AgentEvents = {
  readonly start: readonly []
  readonly callStarted: readonly [{ readonly jobId: string }]
  readonly callEnded: readonly [{ readonly reason: string }]
  readonly callPaused: readonly []
  readonly callResumed: readonly []
  readonly closed: readonly []
  readonly reconnecting: readonly []
  readonly reconnected: readonly []
  readonly transcriptionReceived: readonly [text: string]
  readonly answerReceived: readonly [text: string]
  readonly speaking: readonly []
  readonly listening: readonly []
  readonly agentStateChanged: readonly [state: AgentState]
  readonly dtmfSent: readonly [{ readonly digit: string }]
  readonly error: readonly [error: Error]
  readonly micMuted: readonly []
  readonly micUnmuted: readonly []
  readonly analyticsUpdated: readonly [analytics: CallAnalytics]
  readonly connectionQualityChanged: readonly [
    {
      readonly quality: Quality
      readonly participant: string
      readonly metrics: { readonly quality: Quality }
    },
  ]
  readonly connectionStateChanged: readonly [state: string]
  readonly audioPlaybackChanged: readonly [isPlaying: boolean]
  readonly remoteAudioStreamAvailable: readonly [stream: MediaStream]
  readonly localAudioStreamAvailable: readonly [stream: MediaStream]
  readonly toolsRegistered: readonly [tools: readonly string[]]
  readonly rpcError: readonly [{ readonly functionName: string; readonly error: Error }]
  readonly info: readonly [info: unknown]
  readonly dataReceived: readonly [data: unknown, participant: string]
  readonly customEvent: readonly [
    event: string,
    data: unknown,
    about: { readonly timestamp: number; readonly participant: string },
  ]
  readonly messageReceived: readonly [message: ChatMessage]
  readonly chatMessageReceived: readonly [message: ChatMessage]
  readonly messageSent: readonly [message: ChatMessage]
}
