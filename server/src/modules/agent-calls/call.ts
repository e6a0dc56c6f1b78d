import type { CallChannel, CallDirection, CallStatus, EndStatus } from '@parley/contract'

/** Which call: its id is also the id of its job and of its conversation. */
export type CallRef = { readonly workspaceId: string; readonly callId: string }

/** Where the events of this call are told, besides the webhooks of the workspace. */
type CallWebhook = {
  readonly url: string
  readonly auth?: { readonly authKey?: string | null; readonly authSecret?: string | null } | null
}

export type NewCall = {
  readonly workspaceId: string
  /** `context.newId()` unless given; a call of this id that exists already is answered as it is. */
  readonly callId?: string
  /** Who speaks. `id` and `versionId` null: an agent that came with the request. */
  readonly agent: {
    readonly id: string | null
    readonly versionId: string | null
    readonly name: string | null
    /** Language of the conversation, ISO 639-1. */
    readonly language?: string | null
    /** The definition in force, as `agents` has it, where there is no version to look it up by. */
    readonly details?: unknown
  }
  readonly channel: CallChannel
  readonly direction: CallDirection
  /** As +CCNNN where they are numbers. The contact is found by the other party's. */
  readonly fromNumber?: string | null
  readonly toNumber?: string | null
  /** Parameters the call was started with; echoed in the outcome. */
  readonly params?: Readonly<Record<string, unknown>>
  /** Of the person whose key or session started it; else the contact's owner, else the workspace's. */
  readonly ownerId?: string | null
  readonly apiKeyId?: string | null
  readonly campaignId?: string | null
  /** That of the agent itself is told anyhow: this one came with the request or the campaign. */
  readonly webhook?: CallWebhook | null
  /** {@link CallKeeper.nodeId} of the process that holds it from the beginning. */
  readonly nodeId?: string | null
  /**
   * Seconds after which the call counts as abandoned unless somebody holds it (see
   * {@link CallKeeper}); 120 unless given. Give a ringing call as long as it may ring, and some more.
   */
  readonly aliveSeconds?: number
}

export type StartedCall = {
  readonly callId: string
  /** False: a call of this id was there already, and nothing was written. */
  readonly isNew: boolean
  readonly contactId: string | null
  /** RFC 3339. */
  readonly startedAt: string
}

/** Something that was really said, told once it is final: of an interrupted agent, what was heard. */
export type NewTurn = {
  /** A UUIDv7; telling the same one again changes nothing. `context.newId()` unless given. */
  readonly id?: string
  readonly speaker: 'agent' | 'user'
  readonly text: string
  /** Milliseconds since the call was answered. */
  readonly startMs: number
  readonly endMs: number
  readonly isInterrupted?: boolean
  /** Node of a flow that spoke or listened. */
  readonly nodeId?: string | null
  /** 0 to 1. */
  readonly confidence?: number | null
  /** What each word's times are, where the engine knows. */
  readonly words?: readonly (readonly [
    text: string,
    startMs: number,
    endMs: number,
    confidence: number | null,
  ])[]
  /** Of a user's turn, where it was found out. */
  readonly gender?: string | null
  /** Of an agent's turn, all since the end of the user's. */
  readonly latency?: TurnLatency | null
}

/** Milliseconds since the user's last sound. */
export type TurnLatency = {
  readonly endOfTurnMs?: number
  readonly transcriptionMs?: number
  readonly firstTokenMs?: number
  readonly firstAudioMs?: number
  /** When the listener heard the first sound, as far as it is known. */
  readonly heardMs?: number
}

/** A line of the call's log. Categories in use by Hamsa's readers; others are welcome. */
export type NewLogEntry = {
  readonly id?: string
  /** FLOW, node_movement, CONVERSATION, VARIABLE_EXTRACTION, TRANSITION, TOOLS, CALL, ERROR … */
  readonly category: string
  readonly message: string
  readonly nodeId?: string | null
  readonly payload?: unknown
}

export type ToolUse = {
  /** A UUID of this use; telling it again changes nothing. */
  readonly id?: string
  readonly name: string
  readonly toolId?: string | null
  readonly input: unknown
  /** What the tool answered, or why it failed. */
  readonly output: unknown
  readonly succeeded: boolean
  readonly durationMs: number
  readonly nodeId?: string | null
}

/** What the call cost, in what it used. */
export type CallUsage = {
  /** In the currency of the configured prices; null or absent where nothing has a price. */
  readonly cost?: number | null
  readonly costBreakdown?: Readonly<Record<string, number>>
  readonly inputTokens?: number
  readonly outputTokens?: number
  /** Seconds of speech heard, and characters spoken. */
  readonly heardSeconds?: number
  readonly spokenCharacters?: number
}

export type CallEnd = {
  readonly status: EndStatus
  /** hangup, agent_hangup, transfer, no_answer, busy, declined, voicemail, invalid, failed, … */
  readonly endReason: string
  /** What was found out, of the agent's outcome shape; the call's params are added by themselves. */
  readonly outcome?: Readonly<Record<string, unknown>> | null
  /** Anything measured besides what the turns tell; shown as performanceMetrics. */
  readonly metrics?: Readonly<Record<string, unknown>>
  readonly usage?: CallUsage
  /** `context.now()` unless given. */
  readonly endedAt?: Date
}

/** The recording of a call whose file is in the media store already, under `(workspaceId, id)`. */
export type CallRecording = {
  readonly id: string
  readonly bytes: number
  readonly durationSeconds: number
  /** wav, ogg, mp3 … */
  readonly format: string
  readonly channels: number
  readonly sampleRate: number
  /** Which of two channels the agent is on. */
  readonly agentChannel?: 1 | 2 | null
}

/** A call that goes on right now. */
export type LiveCall = {
  readonly callId: string
  readonly agentId: string | null
  readonly agentName: string | null
  readonly channel: CallChannel
  readonly direction: CallDirection
  readonly fromNumber: string | null
  readonly toNumber: string | null
  readonly contactId: string | null
  readonly campaignId: string | null
  /** PENDING: nobody has answered yet, or no page has connected. */
  readonly status: Extract<CallStatus, 'PENDING' | 'IN_PROGRESS'>
  /** The node that holds it; null while nobody does. */
  readonly nodeId: string | null
  /** Where other nodes reach that one; null while nobody speaks in the call. */
  readonly nodeUrl: string | null
  /** When its node last told that the call goes on, every 15 s; null while nobody holds it. */
  readonly heldAt: string | null
  readonly startedAt: string
  readonly answeredAt: string | null
}

/** Keeps calls of this process from counting as abandoned. One for each process that speaks or dials. */
export type CallKeeper = {
  /** Names this process; `liveCalls` tells it, so that others find who holds a call. */
  readonly nodeId: string
  hold(call: CallRef): void
  release(call: CallRef): void
  close(): Promise<void>
}
