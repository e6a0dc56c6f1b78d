import type { Config } from './config.ts'
import type { Database } from './platform/db/database.ts'
import type { Guard } from './platform/guarded-http/index.ts'
import type { Logger } from './platform/log.ts'
import type { Metrics } from './platform/metrics/metrics.ts'
import type { Embeddings } from './providers/embeddings/index.ts'
import type { LanguageModel } from './providers/llm/index.ts'
import type { MediaStore } from './providers/media-store/index.ts'
import type { Rooms } from './providers/rooms/index.ts'
import type { SpeechToText } from './providers/stt/index.ts'
import type { TextToSpeech } from './providers/tts/index.ts'
import type { Telephony } from './providers/telephony/index.ts'
import type { VoiceEngine } from './providers/voice-engine/index.ts'

/** What every use case may reach. Built once, in main.ts; a test builds its own. */
export type Context = {
  readonly config: Config
  readonly db: Database
  readonly log: Logger
  readonly metrics: Metrics
  /** The only way to addresses that users gave. */
  readonly outbound: Guard
  /** Recordings and other files. */
  readonly media: MediaStore
  /** Undefined: nothing is configured that can hear. */
  readonly stt: SpeechToText | undefined
  /** Undefined: nothing is configured that can speak. */
  readonly tts: TextToSpeech | undefined
  /** Undefined: no model is configured; rules and word lists do its work. */
  readonly llm: LanguageModel | undefined
  /** Undefined: meanings are not compared; words are. */
  readonly embeddings: Embeddings | undefined
  /** Takes the turns in live calls; undefined: the usual one. A simulator brings its own. */
  readonly voiceEngine?: VoiceEngine
  /** Carriers of telephone calls, and those who listen to them. */
  readonly telephony: Telephony
  /** Undefined: no server of rooms is configured. */
  readonly rooms: Rooms | undefined
  /** The present moment; tests pass their own. */
  readonly now: () => Date
  /** A new UUIDv7: sorts by time of creation. */
  readonly newId: () => string
  /** Tells the relay that events were committed; call after the commit. */
  readonly wakeRelay: () => void
}
