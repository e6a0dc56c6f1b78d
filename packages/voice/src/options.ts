import type { AgentState } from './line.ts'
import type { MicrophoneOptions } from './microphone.ts'
import type { CallTrack } from './tracks.ts'

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
  /** Of older pages; not needed. */
  readonly func_map?: Readonly<Record<string, unknown>>
  /** Gets its values in the order of `parameters`. */
  readonly fn: (...values: never[]) => unknown
}

export type AgentConfig = {
  /** Of the Parley server; the page's own origin unless said. */
  readonly API_URL?: string
  /** Of the socket; follows from API_URL. */
  readonly WS_URL?: string
  /** Taken, and without effect: `dataReceived` tells what comes, and there is one server. */
  readonly debug?: boolean
  readonly region?: string
  readonly LIVEKIT_URL?: string
}

export type CaptureFormat = 'opus-webm' | 'pcm-f32' | 'pcm-i16'

/** WebM comes as an ArrayBuffer, samples as what they are. */
export type CaptureCallback = (
  data: ArrayBuffer | Float32Array | Int16Array,
  about: CaptureFacts,
) => void

export type CaptureOptions = {
  /** Default: the agent. */
  readonly source?: 'agent' | 'user' | 'both'
  /** Nobody shares a screen here: `screen_share` captures nothing. */
  readonly trackSourceFilter?: 'microphone' | 'screen_share' | 'all'
  /** Default: opus-webm. */
  readonly format?: CaptureFormat
  /** Milliseconds of each piece of WebM; default 100. */
  readonly chunkSize?: number
  /** Samples of each piece of PCM; default 4096. */
  readonly bufferSize?: number
  readonly callback?: CaptureCallback
  readonly onData?: CaptureCallback
}

export type CaptureFacts = {
  readonly source: 'agent' | 'user'
  readonly participant: string
  readonly trackId: string
  readonly trackSource: 'microphone'
  readonly format: CaptureFormat
  /** Of PCM. */
  readonly sampleRate: 16_000
  readonly channels: 1
  /** Unix milliseconds. */
  readonly timestamp: number
}

export type StartOptions = MicrophoneOptions & {
  readonly agentId?: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly tools?: readonly PageTool[]
  /** Made by your server with `POST /v1/voice-agents/call-token`, so that no key is in the page. */
  readonly callToken?: string | (() => string | Promise<string>)
  /** What the agent says, as WebM with Opus in pieces of 100 ms. */
  readonly onAudioData?: CaptureCallback
  readonly captureAudio?: CaptureOptions
  /** Without microphone and loudspeaker. */
  readonly isChatOnly?: boolean
  /** The screen may go off during the call. */
  readonly disableWakeLock?: boolean
  /** Kept as the parameter `user_id` of the call. */
  readonly userId?: string
  /** Of a certain environment or version of the agent; with an API key. A token has its own. */
  readonly environmentId?: string
  readonly versionRef?: string
  // Taken, and without effect: there is no room to wait for, no picture, and browsers choose the
  // loudspeaker.
  readonly voiceEnablement?: boolean
  readonly preferHeadphonesForIosDevices?: boolean
  readonly avatarContainerSelector?: string
  readonly callerKey?: string
  readonly connectionDelay?: {
    readonly android?: number
    readonly ios?: number
    readonly default?: number
  }
}

export type Quality = 'excellent' | 'good' | 'poor' | 'lost'

export type ConnectionStats = {
  readonly quality: Quality
  readonly connectionAttempts: number
  readonly reconnectionAttempts: number
  readonly connectionEstablishedTime: number | null
  readonly roundTripMs: number | null
  /** The same. */
  readonly latency: number | null
  /** The line loses nothing: what is late is late. */
  readonly packetLoss: 0
  readonly isConnected: boolean
}

export type AudioMetrics = {
  readonly userAudioLevel: number
  readonly agentAudioLevel: number
  readonly currentUserLevel: number
  readonly currentAgentLevel: number
  readonly userSpeakingTime: number
  readonly agentSpeakingTime: number
  /** Times that sound ran out in the middle of speech. */
  readonly audioDropouts: number
  readonly echoCancellationActive: boolean
  readonly isPaused: boolean
  readonly volume: number
}

export type PerformanceMetrics = {
  /** Milliseconds. */
  readonly callDuration: number
  /** From the caller's last word to the agent's first sound, of the latest answer. */
  readonly responseTime: number | null
  readonly averageResponseTime: number | null
  readonly reconnectionCount: number
  readonly connectionEstablishedTime: number | null
}

export type ParticipantData = {
  readonly identity: string
  readonly sid: string
  /** Unix milliseconds. */
  readonly connectionTime: number
  readonly isAgent: boolean
}

export type TrackStats = {
  readonly totalTracks: number
  readonly activeTracks: number
  /** Sound goes through the audio graph of the page, not through elements. */
  readonly audioElements: 0
  readonly trackDetails: readonly []
}

export type CallAnalytics = {
  readonly connectionStats: ConnectionStats
  readonly audioMetrics: AudioMetrics
  readonly performanceMetrics: PerformanceMetrics
  readonly participants: readonly ParticipantData[]
  readonly trackStats: TrackStats
  readonly callStats: {
    readonly connectionAttempts: number
    readonly reconnectionAttempts: number
    readonly participantCount: number
    readonly trackCount: number
    readonly connectionQuality: Quality
  }
  readonly metadata: {
    /** Unix milliseconds. */
    readonly callStartTime: number | null
    readonly isConnected: boolean
    readonly isPaused: boolean
    readonly volume: number
  }
}

export type TrackFacts = {
  readonly track: CallTrack
  readonly publication: {
    readonly trackSid: string
    readonly kind: 'audio'
    readonly source: 'microphone'
  }
  readonly participant: string
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
  readonly dtmfSent: readonly [digit: string]
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
  readonly trackSubscribed: readonly [facts: TrackFacts]
  readonly trackUnsubscribed: readonly [facts: TrackFacts]
  readonly localTrackPublished: readonly [facts: TrackFacts]
  readonly participantConnected: readonly [participant: ParticipantData]
  readonly participantDisconnected: readonly [participant: ParticipantData]
  readonly remoteAudioStreamAvailable: readonly [stream: MediaStream]
  readonly localAudioStreamAvailable: readonly [stream: MediaStream]
  readonly toolsRegistered: readonly [tools: readonly PageTool[]]
  readonly rpcError: readonly [functionName: string, error: Error]
  readonly info: readonly [info: unknown]
  readonly dataReceived: readonly [data: unknown, participant: string]
  readonly customEvent: readonly [
    event: string,
    data: unknown,
    about: {
      readonly timestamp: number
      readonly participant: string
      readonly rawMessage: unknown
    },
  ]
  readonly messageReceived: readonly [message: ChatMessage]
  readonly chatMessageReceived: readonly [message: ChatMessage]
  readonly messageSent: readonly [text: string]
}
