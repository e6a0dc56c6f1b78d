import type { AudioKind } from './kind.ts'

/** Every file becomes this rate: what speech models read. */
export const pcmRate = 16_000

/** One or two channels of equal length, `pcmRate` Hz, -1..1. */
export type PcmBlock = readonly Float32Array[]

export type StreamFacts = {
  /** As the decoder calls it, such as `aac` or `pcm_mulaw`; undefined when it does not say. */
  readonly codec: string | undefined
  /** Of the file; undefined when its header does not say. */
  readonly sampleRate: number | undefined
  /** Of the file. More than two are mixed into one. */
  readonly channels: number
}

/** A file that was opened: what it says of itself, and its audio. */
export type AudioSource = StreamFacts & {
  /** Decodes from the beginning, at most once. Ends at the abortion of the signal given to open. */
  readonly read: () => AsyncGenerator<PcmBlock, { isDamaged: boolean }>
}

export type OpenSource = (
  file: string,
  kind: AudioKind,
  signal: AbortSignal | undefined,
) => Promise<AudioSource>

/** A decoder that says nothing for so long hangs. */
export const stallLimitMs = 60_000
