/** Both ways of a call have one format. Twilio: μ-law at 8 kHz. */
export type MediaFormat =
  | { readonly encoding: 'mulaw'; readonly sampleRate: 8_000 }
  | { readonly encoding: 'pcm16'; readonly sampleRate: 16_000 }

/** Carriers cut audio into frames of this length. */
export const frameMs = 20

export const telephoneFormat = { encoding: 'mulaw', sampleRate: 8_000 } as const

/** Bytes of a frame of {@link frameMs}. */
export function frameBytesOf({ encoding, sampleRate }: MediaFormat): number {
  return (sampleRate * frameMs * (encoding === 'mulaw' ? 1 : 2)) / 1_000
}

/** Asks for audio in both directions. */
export type StreamRequest = {
  /** Handed to whoever takes the stream, such as our call id; short names and values. */
  readonly parameters: Readonly<Record<string, string>>
}

/** What comes from the other side. */
export type MediaInput =
  /** `atMs` from the beginning of the stream. */
  | { readonly type: 'audio'; readonly bytes: Uint8Array; readonly atMs: number }
  | { readonly type: 'digit'; readonly digit: string }
  /** Everything before the mark was played, or dropped by `clear`. */
  | { readonly type: 'mark'; readonly name: string }

/** The two-way sound of an answered call. */
export type MediaStream = {
  readonly callId: string
  readonly reference: string
  readonly parameters: Readonly<Record<string, string>>
  readonly format: MediaFormat
  /** Ends when the call is over; may be read once. Nothing is kept for a reader that lags by minutes. */
  readonly incoming: AsyncIterable<MediaInput>
  /** Adds to what is still to be played, in the stream's format; any length. */
  readonly play: (audio: Uint8Array) => void
  /** Comes back in `incoming` when all before it was heard. */
  readonly mark: (name: string) => void
  /** Drops what is not played yet; marks among it come back at once. */
  readonly clear: () => void
}
