import type { CallSettings } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { AgentState, Loudspeaker, Talk } from '../../providers/voice-engine/index.ts'
import { phrases } from './built-in/phrases.ts'
import type { Language } from './built-in/spoken-values.ts'
import type { CallRecord } from './call-record.ts'
import { CallTimers } from './call-timers.ts'
import type { CallToConduct } from './call-to-conduct.ts'
import { callValues } from './call-values.ts'
import { collectDigits } from './collect-digits.ts'
import type { CallModel } from './open-model.ts'
import type { VoiceParts } from './parts.ts'
import { type SilenceWatch, watchSilence } from './silence-watch.ts'
import { withRoom } from './sounds.ts'
import type { CallListener, CallNotice, EndReason, ListenerNotice, LiveState } from './transport.ts'

type Begun = {
  readonly context: Context
  readonly parts: VoiceParts
  readonly given: CallToConduct
  readonly record: CallRecord
  /** Nobody has said anything for a while, for so many times. */
  readonly onSilence: (times: number) => void
  /** Ends the call, once. */
  readonly end: (reason: EndReason) => Promise<void>
}

/** What the steps of a call share, from its answer to its end. */
export class LiveCall {
  readonly context: Context
  readonly parts: VoiceParts
  readonly given: CallToConduct
  readonly record: CallRecord
  readonly end: Begun['end']
  readonly timers = new CallTimers()
  /** Those who listen in. */
  readonly listeners = new Set<CallListener>()
  readonly silence: SilenceWatch
  readonly digits: ReturnType<typeof collectDigits>
  readonly speaker: Loudspeaker & { readonly stop?: () => void }
  /** What it is spoken in now. */
  language: string
  /** The caller is to speak first, and has not yet. */
  isWaiting: boolean
  /** The last sentence is being said. */
  isLeaving = false
  isEnding = false
  #agentState: AgentState = 'initializing'
  #isPaused = false
  talk: Talk | undefined
  model: CallModel | undefined

  constructor({ context, parts, given, record, onSilence, end }: Begun) {
    this.context = context
    this.parts = parts
    this.given = given
    this.record = record
    this.end = end
    const { speaker } = given.transport
    const { voice, callSettings: settings } = given.agent.definition
    this.language = voice.lang
    this.isWaiting = settings.waitForUserToSpeakFirst > 0
    this.speaker = settings.backgroundNoise ? withRoom(speaker) : speaker
    this.silence = watchSilence(settings.userInactivityTimeout * 1_000, onSilence)
    this.digits = collectDigits((digits) => this.talk?.tell(digits))
  }

  get settings(): CallSettings {
    return this.given.agent.definition.callSettings
  }

  /** The language of our own sentences. */
  get spoken(): Language {
    return this.language in phrases ? (this.language as Language) : 'en'
  }

  get words(): (typeof phrases)[Language] {
    return phrases[this.spoken]
  }

  /** What templates can name at this moment. */
  get values(): Readonly<Record<string, unknown>> {
    const { answeredAt } = this.record
    return callValues(this.given, { now: this.context.now(), answeredAt })
  }

  fillIn(text: string): string {
    return this.parts.fillTemplate(text, this.values)
  }

  say(text: string): void {
    if (!this.isEnding) void this.talk?.say(text).catch(() => {})
  }

  /** What those who watch the call see. */
  get state(): LiveState {
    return this.#isPaused ? 'paused' : this.#agentState
  }

  /** The agent is silent until it may speak again. */
  markPaused(isPaused: boolean): void {
    this.#isPaused = isPaused
    this.#tellListeners({ type: 'state', state: this.state })
  }

  /** Shows it at the far end, and to those who listen in. */
  tell(notice: CallNotice): void {
    if (!this.isEnding) this.given.transport.tell(notice)
    if (notice.type === 'state') this.#agentState = notice.state
    this.#tellListeners(notice.type === 'state' ? { type: 'state', state: this.state } : notice)
  }

  #tellListeners(notice: ListenerNotice): void {
    for (const { onNotice } of this.listeners) onNotice(notice)
  }

  stopTimers(): void {
    this.silence.stop()
    this.digits.stop()
    this.timers.clearAll()
    this.speaker.stop?.()
  }
}
