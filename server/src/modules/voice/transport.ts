import type { AgentState, Loudspeaker } from '../../providers/voice-engine/index.ts'
import type { CallEnd } from '../agent-calls/index.ts'
import type { TalkStatus } from './end-rules.ts'

/** A tool that runs where the caller is: in the page that uses an SDK. */
export type ClientTool = {
  readonly name: string
  readonly description: string
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Names in the order in which the page's function takes them. */
  readonly order: readonly string[]
}

export type ClientToolCall = {
  readonly id: string
  readonly name: string
  readonly arguments: Readonly<Record<string, unknown>>
}

/** What the far end may show. */
export type CallNotice =
  | { readonly type: 'user-text'; readonly text: string; readonly isFinal: boolean }
  | { readonly type: 'agent-text'; readonly text: string }
  | { readonly type: 'state'; readonly state: AgentState }
  /** Anything else an SDK hands to its page, such as `tool_execution`. */
  | { readonly type: 'custom'; readonly event: string; readonly data: unknown }

/** A way to a caller. One for each call, and one file for each kind. */
export type CallTransport = {
  readonly speaker: Loudspeaker
  readonly tell: (notice: CallNotice) => void
  /** Undefined: there is no page that could. Rejects when it is gone. */
  readonly useTool?: (call: ClientToolCall, signal: AbortSignal) => Promise<unknown>
  /** The other side's own way to be handed to somebody else, such as a carrier's. */
  readonly transfer?: (to: string) => Promise<void>
  /** Nothing follows; `reason` as in `call.ended`. */
  readonly close: (reason: string) => void
}

/** Why a call is over. */
export type EndReason =
  | 'hangup'
  | 'agent_hangup'
  | 'inactivity'
  | 'max_duration'
  | 'transfer'
  | 'operator_hangup'
  | 'connection_lost'
  | 'server_stopping'
  | 'failed'

/** What the record of a call says about its end. */
export type TalkEnd = CallEnd & { readonly status: TalkStatus }

/** What goes on in a call for those who watch it. */
export type LiveState = AgentState | 'paused'

/** What the far end does to a call that is going on. All are safe after its end. */
export type OngoingCall = {
  readonly workspaceId: string
  readonly callId: string
  /** At this moment. */
  readonly state: LiveState
  /** PCM16 at 16 kHz, as it arrives. */
  readonly hear: (samples: Int16Array) => void
  readonly reachedMark: (name: string) => void
  /** 0-9, * or #. */
  readonly pressed: (digit: string) => void
  /** The caller wrote instead of speaking. */
  readonly wrote: (text: string) => void
  readonly pause: () => void
  readonly resume: () => void
  /** Says this to the caller, as the agent. */
  readonly say: (text: string) => void
  /** Tells the agent something that the caller does not hear. */
  readonly whisper: (text: string) => void
  /** Hands the caller to a number. Throws when this way to them cannot. */
  readonly transfer: (to: string) => Promise<void>
  /** Both sides as they are heard, until the returned function is called. */
  readonly overhear: (listener: CallListener) => () => void
  /** Ends it, once: the first reason counts. Resolves when everything is written. */
  readonly end: (reason: EndReason) => Promise<void>
  /** What is known of the end, once it is written; undefined when that failed. */
  readonly ended: Promise<TalkEnd | undefined>
}

/** Who listens in is also told when somebody lets the agent be silent. */
export type ListenerNotice = CallNotice | { readonly type: 'state'; readonly state: LiveState }

export type CallListener = {
  /** PCM16 at 16 kHz. */
  readonly onSound: (speaker: 'agent' | 'user', samples: Int16Array) => void
  readonly onNotice: (notice: ListenerNotice) => void
  readonly onEnd: () => void
}
