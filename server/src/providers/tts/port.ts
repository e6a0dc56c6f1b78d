/** One who can speak. Ids are the engine's own; people's names for voices are mapped elsewhere. */
export type EngineVoice = {
  /** Given back as `voice`; unique within the engine. */
  readonly id: string
  /** For people. */
  readonly name: string
  /** ISO 639-1 of the languages it speaks, its own first; `*` means whatever is written. */
  readonly languages: readonly string[]
  /** BCP 47 of its accent, such as `en-GB`, where it has one. */
  readonly locale: string | undefined
  readonly gender: 'female' | 'male' | undefined
}

export type SynthesisRequest = {
  /** Said as it stands: numbers and abbreviations are spelt out before. Empty text is silence. */
  readonly text: string
  /** ISO 639-1 of the text. */
  readonly language: string
  /** Id of one of `voices()`; undefined, or one of another language, takes the language's first. */
  readonly voice?: string | undefined
  /** 1 is the voice's own pace; 0.5 to 2. */
  readonly speed?: number | undefined
  /** 1 is the voice's own height; 0.5 to 2, which is an octave down or up. */
  readonly pitch?: number | undefined
  /** Hz of the audio, whatever the engine's own rate is. Default 16,000. */
  readonly sampleRate?: 8_000 | 16_000 | 24_000 | undefined
  /** Ends it within 20 ms: no further chunk, and the iteration throws the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Mono PCM16 in chunks of any length, the first before the rest is synthesised. May be read once;
 * leaving the loop early cancels. Throws ProviderError, or the reason of the signal.
 */
export type SpeechStream = AsyncIterable<Int16Array> & { readonly sampleRate: number }

export const defaultSampleRate = 16_000

/** What speed and pitch may be; the ends are what every engine can do without breaking up. */
export const factorLimits = { min: 0.5, max: 2 }

/** Text to speech. Every implementation passes the same conformance suite. */
export type TextToSpeech = {
  /** `embedded`, `openai`, or the name of a fake. */
  readonly name: string
  /** Work begins when the stream is first read. */
  readonly synthesize: (request: SynthesisRequest) => SpeechStream
  /** In the engine's own order: of each language the first is its default. */
  readonly voices: () => readonly EngineVoice[]
  /** Loads what the first sentence of a language would wait for; resolves when that is done. */
  readonly prepare: (language: string) => Promise<void>
  readonly close: () => Promise<void>
}

/** Whether the voice can be used for text of the language. */
export function speaks(voice: EngineVoice, language: string): boolean {
  return voice.languages.includes(language) || voice.languages.includes('*')
}
