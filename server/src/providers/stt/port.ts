/** A word with its time in the recording. */
export type Word = {
  readonly text: string
  readonly startMs: number
  readonly endMs: number
  /** True: spread over the voiced part of the segment by length, since the engine gives no times. */
  readonly isEstimated: boolean
}

/** What one voice said without a longer pause. Times count from the beginning of the recording. */
export type Segment = {
  readonly startMs: number
  readonly endMs: number
  readonly text: string
  /** 0..1; engines differ in scale, so compare within one engine only. */
  readonly confidence: number | undefined
  readonly words: readonly Word[]
}

/** A step of a transcription. Keep `segments` and `doneMs` together: that is what a restart needs. */
export type TranscriptPart = {
  /** In order of time, and never again. Empty when only the position moved. */
  readonly segments: readonly Segment[]
  /** Everything before it is final: a restart gives this as `startMs` and audio from there on. */
  readonly doneMs: number
  /** 0..1; undefined when the request has no `durationMs`. 1 in the last part, and only there. */
  readonly progress: number | undefined
  /** ISO 639-1 such as `en`; undefined until there was enough speech to tell. */
  readonly language: string | undefined
  /** 0..1; 1 when the request named the language; undefined when the engine does not say. */
  readonly languageConfidence: number | undefined
  /** Which model spoke, such as `moonshine-tiny`. */
  readonly model: string
}

export type TranscriptionRequest = {
  /** One channel, mono, `sampleRate` Hz, -1..1, in chunks of any length; read only as fast as needed. */
  readonly audio: AsyncIterable<Float32Array>
  /** Where in the recording the first sample of `audio` lies; 0 unless a transcription is resumed. */
  readonly startMs?: number
  /** Length of the whole recording, for the progress. */
  readonly durationMs?: number | undefined
  /** Which model is to hear it; one that the engine does not know, or undefined: its usual one. */
  readonly model?: string | undefined
  /** ISO 639-1; undefined detects it. Give what an earlier part said when resuming. */
  readonly language?: string | undefined
  /** Somebody waits on the line: recordings that are being heard do not hold it up. */
  readonly isUrgent?: boolean
  /** Stops at once; the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** Every engine reads audio of this rate. */
export const sampleRate = 16_000

/** Speech to text. Every implementation passes the same conformance suite. */
export type SpeechToText = {
  /** `embedded`, `openai`, or the name of a fake. */
  readonly name: string
  /**
   * Yields parts as they finish; silence, tones and noise end in a last part without segments. Throws
   * ProviderError, or the reason of the signal. Leaving the loop early cancels.
   */
  readonly transcribe: (request: TranscriptionRequest) => AsyncGenerator<TranscriptPart, void>
  /**
   * Whether a few seconds of speech are transcribed within 0.3 s, at no cost, and nobody waits for the
   * engine: then it may be asked before somebody has certainly finished. Absent: never.
   */
  readonly hearsAtOnce?: (request: Pick<TranscriptionRequest, 'language' | 'model'>) => boolean
  /** Loads what the first speech in a language would wait for; absent where nothing is loaded. */
  readonly prepare?: (language: string) => Promise<void>
  readonly close: () => Promise<void>
}

export type Transcript = {
  readonly segments: readonly Segment[]
  readonly language: string | undefined
  readonly languageConfidence: number | undefined
  readonly model: string | undefined
}

/** All parts in one, for callers that need no progress. */
export async function collectTranscript(parts: AsyncIterable<TranscriptPart>): Promise<Transcript> {
  const segments: Segment[] = []
  let last: TranscriptPart | undefined
  for await (const part of parts) {
    segments.push(...part.segments)
    last = part
  }
  return {
    segments,
    language: last?.language,
    languageConfidence: last?.languageConfidence,
    model: last?.model,
  }
}
