/** What the server and the process that speaks say to each other. */

/** Where the files of the speakers lie, verified. */
export type SpeakerFiles =
  | { readonly kind: 'flite'; readonly program: string }
  | { readonly kind: 'espeak'; readonly program: string }
  | {
      readonly kind: 'kokoro'
      /** The network's pieces in their order. */
      readonly pieces: readonly string[]
      readonly voices: Readonly<Record<string, string>>
      /** Of eSpeak, which tells how words sound. */
      readonly program: string
    }

export type SpeakerKind = SpeakerFiles['kind']

export type EngineLine = {
  readonly speaker: SpeakerKind
  readonly text: string
  /** ISO 639-1. */
  readonly language: string
  /** As the speaker calls it. */
  readonly voice: string
  readonly speed: number
  readonly pitch: number
  readonly sampleRate: number
}

export type ToEngine =
  /** Answered by `opened` or `failed`; opening one that is open does nothing. */
  | { readonly type: 'open'; readonly id: number; readonly files: SpeakerFiles }
  | { readonly type: 'say'; readonly id: number; readonly line: EngineLine }
  /** Nobody waits for it any more: skipped, unless it is being said. */
  | { readonly type: 'drop'; readonly id: number }

export type FromEngine =
  | { readonly type: 'opened'; readonly id: number }
  | { readonly type: 'said'; readonly id: number; readonly audio: Int16Array }
  | { readonly type: 'failed'; readonly id: number; readonly message: string }
