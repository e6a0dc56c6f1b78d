import type { ChatModel, ChatTool } from '../llm/chat-port.ts'
import type { SpeechToText } from '../stt/port.ts'
import type { TextToSpeech } from '../tts/port.ts'

/** Hz of all audio that goes in and out: mono PCM16. */
export const callRate = 16_000

/** How sure it is, 0..1, that somebody speaks in 32 ms of mono PCM16 at `callRate`. */
export type SpeechJudge = (window: Int16Array) => number

/** How turns are taken. Milliseconds, unless said otherwise. */
type TurnRules = {
  /** ISO 639-1 of what is heard; undefined finds it out. */
  readonly language: string | undefined
  /** False: what is said is said to its end. */
  readonly isInterruptible: boolean
  /** Shorter speech over the agent's is taken for a noise. */
  readonly minInterruptionMs: number
  /** Quiet after the caller's last word before the agent answers. */
  readonly endOfTurnMs: number
  /** The same, where the words sound unfinished. */
  readonly unfinishedMs: number
  /** 0..1: how sure it must be that somebody speaks. */
  readonly voiceThreshold: number
  /** True: whether words sound whole is judged by the question they answer, too. */
  readonly heedsQuestion?: boolean
}

/** What is done with the caller's sound before it is transcribed. */
type Hearing = {
  /** As many samples come out as go in, perhaps a little later; undefined: it stays as it is. */
  readonly clean?: ((samples: Int16Array) => Int16Array) | undefined
  /** False: that is for taking turns alone, and what is transcribed is the sound as it came. */
  readonly transcribesClean: boolean
  /** Which model of the engine; undefined: its usual one. */
  readonly model?: string | undefined
  /** Told how high the voice is, in Hz, for each stretch of speech that has a voice. */
  readonly onPitch?: ((hertz: number) => void) | undefined
}

/** Where the agent's voice goes. */
export type Loudspeaker = {
  /** Plays after everything before; a little ahead of time at most. */
  readonly play: (samples: Int16Array) => void
  /** Silence at once; what was not played yet is forgotten. */
  readonly clear: () => void
  /** Comes back by `Talk.reachedMark` once all before it was heard; undefined where it cannot. */
  readonly mark: ((name: string) => void) | undefined
}

/** What is said while a tool works; the voice says it as it stands. */
export type ToolWords = {
  /** As it begins. */
  readonly start?: string | undefined
  /** When it takes long. */
  readonly delayed?: string | undefined
  /** When it worked, before the model says anything about it. */
  readonly done?: string | undefined
  /** The same when it failed. */
  readonly failed?: string | undefined
}

export type TalkTool = ChatTool & {
  /** Answers what the model is told; a throw tells it the message. Runs to its end whatever is said. */
  readonly run: (
    given: Readonly<Record<string, unknown>>,
    call: { readonly callId: string; readonly signal: AbortSignal },
  ) => Promise<string>
  /** Undefined says nothing. */
  readonly words?: ToolWords | undefined
  /** True: the model says nothing about what it answered. */
  readonly isLast?: boolean
}

/** How long the steps of an answer took, in milliseconds; undefined where a step did not happen. */
export type TurnTimings = {
  /** From the caller's last word to the decision that it was the last. */
  readonly endOfTurnMs?: number | undefined
  /** From the caller's last word to its text. */
  readonly transcriptionMs?: number | undefined
  /** Until the model's first word. */
  readonly modelMs?: number | undefined
  /** Until the voice's first sound. */
  readonly voiceMs?: number | undefined
  /** From the caller's last word to the first sound of the answer. */
  readonly totalMs?: number | undefined
  /** The same with the way to the far end and its buffers, where that tells what it played. */
  readonly heardMs?: number | undefined
}

/** What somebody said, and was heard to its end or to where it was interrupted. */
export type SaidTurn = {
  readonly speaker: 'agent' | 'user'
  readonly text: string
  readonly startedAt: Date
  readonly endedAt: Date
  readonly wasInterrupted: boolean
  readonly timings: TurnTimings
}

/**
 * What a stretch of the caller's speech was: words for the agent, a signal that one listens, or a
 * sound without words.
 */
export type SpeechKind = 'words' | 'backchannel' | 'noise'

export type AgentState = 'initializing' | 'idle' | 'listening' | 'thinking' | 'speaking'
export type UserState = 'speaking' | 'listening'

export type TalkListener = {
  readonly onTurn: (turn: SaidTurn) => void
  /** The caller's words before the turn is over; `isFinal` when they will not change. */
  readonly onUserText: (text: string, isFinal: boolean) => void
  readonly onAgentState: (state: AgentState) => void
  /** `atMs`: when the caller began or stopped, which is known a little later. */
  readonly onUserState: (state: UserState, atMs: number) => void
  /** What the stretch of speech that ended then turned out to be, once it was transcribed. */
  readonly onUserSpeech?: (kind: SpeechKind, endMs: number) => void
  /** What the caller could hear, in order, with the moment it was heard. */
  readonly onHeard: (samples: Int16Array, atMs: number) => void
  /** The caller interrupted; called once for each time. */
  readonly onInterrupted: () => void
  /** Something did not work; `isFatal` when the talk cannot go on. */
  readonly onError: (error: Error, isFatal: boolean) => void
  /** ISO 639-1, of what the caller just said. */
  readonly onLanguage: (language: string) => void
  readonly onUsage: (usage: { readonly inputTokens: number; readonly outputTokens: number }) => void
}

export type TalkOptions = {
  readonly model: ChatModel
  readonly instructions: string
  readonly tools: readonly TalkTool[]
  readonly stt: SpeechToText
  readonly tts: TextToSpeech
  readonly voice: {
    readonly id: string | undefined
    /** ISO 639-1; asked before each sentence, so that it can change. */
    readonly language: () => string
    readonly speed?: number | undefined
    readonly pitch?: number | undefined
  }
  readonly rules: TurnRules
  readonly hearing?: Hearing
  /** What the model should know now besides what was said; undefined: nothing. */
  readonly note?: (() => string | undefined) | undefined
  readonly speaker: Loudspeaker
  readonly listener: TalkListener
}

/** One conversation, live. */
export type Talk = {
  /** What the caller's microphone gives, at `callRate`, as it arrives. */
  readonly hear: (samples: Int16Array) => void
  readonly reachedMark: (name: string) => void
  /** Resolves when it was heard, or interrupted. */
  readonly say: (text: string, options?: { readonly isInterruptible?: boolean }) => Promise<void>
  /** The caller typed, or pressed keys, instead of speaking. */
  readonly tell: (text: string) => void
  /** Lets the model say something now, following this instruction. */
  readonly prompt: (instruction: string) => void
  readonly interrupt: () => void
  /** No answer, and nothing said, until `resume`. */
  readonly pause: () => void
  readonly resume: () => void
  /** What the caller is still to hear. */
  readonly isSpeaking: () => boolean
  /** Ends everything; safe to repeat. Nothing of it is left running. */
  readonly close: () => Promise<void>
}

export type VoiceEngine = {
  /** Loads what the first talk would wait for. */
  readonly prepare: () => Promise<void>
  readonly openTalk: (options: TalkOptions) => Promise<Talk>
}
