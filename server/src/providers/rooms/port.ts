/** Hz of all sound that goes in and out: mono PCM16. */
export const roomRate = 16_000

/** Who may come into a room, and as what. */
export type Guest = {
  readonly room: string
  /** Unique in the room; another of the same identity takes its place. */
  readonly identity: string
  /** False: no sound, only messages. */
  readonly speaks: boolean
  /** What a page may read of its own pass; anybody who holds that sees it. */
  readonly note?: Readonly<Record<string, string>>
}

/** One of two who write or speak in a room. */
type Side = 'host' | 'guest'

export type Said = {
  /** The same for every state of one utterance. */
  readonly id: string
  readonly by: Side
  readonly text: string
  /** ISO 639-1. */
  readonly language: string
}

/** What happens in a room to whoever speaks there for us. */
export type RoomListener = {
  /** The guest is in the room. */
  readonly onArrived: () => void
  readonly onSound: (samples: Int16Array) => void
  /** 0-9, * or #. */
  readonly onKey: (digit: string) => void
  readonly onText: (text: string) => void
  /** The guest left, by itself or because its line broke. */
  readonly onLeft: (wasMeant: boolean) => void
  /** Our own line to the server broke for good. */
  readonly onLost: () => void
}

export type JoinOptions = {
  readonly room: string
  /** Whose pass and place we take. */
  readonly identity: string
  /** Who is waited for, listened to and asked. */
  readonly guest: string
  /** False: only messages. */
  readonly speaks: boolean
  readonly listener: RoomListener
}

/** A room that we are in. Nothing throws after `leave`. */
export type JoinedRoom = {
  /** Plays after everything before. */
  readonly play: (samples: Int16Array) => void
  /** Silence at once; what was not played yet is forgotten. */
  readonly clear: () => void
  /** Resolves once the guest hears us, or it takes too long. */
  readonly heard: () => Promise<void>
  /** Shows what somebody said. */
  readonly transcribe: (said: Said) => void
  /** Writes to the guest. */
  readonly write: (text: string) => void
  /** A message for the guest's program, as JSON. */
  readonly send: (message: Readonly<Record<string, unknown>>) => void
  readonly setState: (state: string) => void
  /** Has the guest's program do something; answers its text. Rejects when it cannot or is late. */
  readonly ask: (method: string, payload: string, timeoutMs: number) => Promise<string>
  readonly leave: () => Promise<void>
}

/** A server of rooms in which people and programs speak with each other. */
export type Rooms = {
  /** A pass with which a guest comes in. Everything it says can be read by whoever has it. */
  readonly passFor: (guest: Guest) => Promise<string>
  /** Throws ProviderError when the server is not reached. */
  readonly join: (options: JoinOptions) => Promise<JoinedRoom>
  /** Sends everybody out. A room that is gone is gone. */
  readonly close: (room: string) => Promise<void>
}
