import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { type CallRecord, openRecord } from './call-record.ts'
import type { CallToConduct } from './call-to-conduct.ts'
import { speechOf } from './call-voice.ts'
import { breakSilence, greet } from './greet.ts'
import { leave } from './leave.ts'
import { LiveCall } from './live-call.ts'
import { openTalk } from './open-talk.ts'
import type { VoiceParts } from './parts.ts'
import { stateOf } from './state.ts'
import type { CallListener, EndReason, LiveState, OngoingCall, TalkEnd } from './transport.ts'

/** A tool that takes longer than this after the end is not in the record. */
const closeWithinMs = 10_000

/**
 * Speaks in a call that was just connected, until its end. Throws SERVICE_UNAVAILABLE where nothing
 * can hear or speak; undefined: the call has ended already.
 */
export async function conductCall(
  context: Context,
  parts: VoiceParts,
  given: CallToConduct,
): Promise<OngoingCall | undefined> {
  speechOf(context)
  const record = await openRecord(context, given.call, given.agent)
  if (!record) return undefined
  const call = new ConductedCall(context, parts, given, record)
  stateOf(context).calls.set(given.call.callId, call)
  stateOf(context).keeper().hold(given.call)
  try {
    await call.begin()
  } catch (error) {
    context.log.error({ err: error, callId: given.call.callId }, 'A call could not begin')
    record.log({ category: 'ERROR', message: 'The agent could not begin to speak' })
    await call.end('failed')
  }
  return call
}

/** The steps: `openTalk`, `greet`, what `talkListener` hears, `leave`, and the end. */
class ConductedCall implements OngoingCall {
  readonly ended: Promise<TalkEnd | undefined>
  readonly #live: LiveCall
  #markEnded: (end: TalkEnd | undefined) => void = () => {}
  #ending: Promise<void> | undefined

  constructor(context: Context, parts: VoiceParts, given: CallToConduct, record: CallRecord) {
    this.ended = new Promise((done) => {
      this.#markEnded = done
    })
    this.#live = new LiveCall({
      context,
      parts,
      given,
      record,
      onSilence: (times) => breakSilence(this.#live, times),
      end: (reason) => this.end(reason),
    })
  }

  get workspaceId(): string {
    return this.#live.given.call.workspaceId
  }

  get callId(): string {
    return this.#live.given.call.callId
  }

  get state(): LiveState {
    return this.#live.state
  }

  async begin(): Promise<void> {
    const live = this.#live
    const talk = await openTalk(live, (to) => this.transfer(to))
    live.talk = talk
    // Hung up while it was being opened.
    if (this.#ending) return talk.close()
    live.timers.after(live.settings.maxCallDuration * 1_000, () => {
      void leave(live, live.words.goodbye, 'max_duration')
    })
    if (live.isWaiting) live.silence.quiet()
    else greet(live)
  }

  hear(samples: Int16Array): void {
    if (this.#ending) return
    const { record, listeners, talk } = this.#live
    record.sound.heardUser(samples, Date.now())
    for (const { onSound } of listeners) onSound('user', samples)
    talk?.hear(samples)
  }

  reachedMark(name: string): void {
    this.#live.talk?.reachedMark(name)
  }

  pressed(digit: string): void {
    if (this.#ending) return
    const { record, silence, digits } = this.#live
    record.log({ category: 'CALL', message: 'A key was pressed', payload: { digit } })
    silence.heard()
    digits.pressed(digit)
  }

  wrote(text: string): void {
    if (this.#ending) return
    this.#live.silence.heard()
    this.#live.tell({ type: 'user-text', text, isFinal: true })
    this.#live.talk?.tell(text)
  }

  pause(): void {
    this.#live.silence.busy()
    this.#live.talk?.pause()
    this.#live.markPaused(true)
  }

  resume(): void {
    this.#live.markPaused(false)
    this.#live.talk?.resume()
    this.#live.silence.quiet()
  }

  say(text: string): void {
    this.#live.say(text)
  }

  whisper(text: string): void {
    const { model, record, talk } = this.#live
    // Rules would take it for something that the caller said.
    if (model?.found) {
      throw new AppError('CONFLICT', 'This agent works without a language model: say it instead.')
    }
    if (this.#ending) return
    record.log({ category: 'CALL', message: 'The agent is told something', payload: { text } })
    talk?.prompt(text)
  }

  async transfer(to: string): Promise<void> {
    const { given, record } = this.#live
    const { transfer } = given.transport
    if (!transfer) throw new AppError('CONFLICT', 'This call cannot be handed to a number.')
    record.log({ category: 'CALL', message: 'The call is handed over', payload: { to } })
    await transfer(to)
    void this.end('transfer')
  }

  overhear(listener: CallListener): () => void {
    const { listeners } = this.#live
    listeners.add(listener)
    listener.onNotice({ type: 'state', state: this.state })
    return () => listeners.delete(listener)
  }

  end(reason: EndReason): Promise<void> {
    this.#ending ??= this.#finish(reason)
    this.#live.isEnding = true
    return this.#ending
  }

  async #finish(reason: EndReason): Promise<void> {
    const live = this.#live
    const { context, listeners, timers } = live
    const { call, transport } = live.given
    const endedAt = context.now()
    live.stopTimers()
    // Silent at once; what is under way, such as a tool, still ends, and the line does not wait for it.
    const closing = live.talk?.close().catch((error: unknown) => {
      context.log.warn({ err: error, callId: call.callId }, 'A talk did not close')
    })
    transport.close(reason)
    for (const { onEnd } of listeners) onEnd()
    listeners.clear()
    await timers.within(closing, closeWithinMs)
    live.stopTimers()
    const end = await this.#write(reason, endedAt)
    const state = stateOf(context)
    state.calls.delete(call.callId)
    state.keeper().release(call)
    this.#markEnded(end)
  }

  /** Undefined: it could not be written. */
  async #write(reason: EndReason, endedAt: Date): Promise<TalkEnd | undefined> {
    const { context, given, record, model } = this.#live
    const { writesEnd = true } = given
    try {
      return await record.end(reason, model?.found?.(), { writesEnd, endedAt })
    } catch (error) {
      const { callId } = given.call
      context.log.error({ err: error, callId }, 'The end of a call was not written')
      return undefined
    }
  }
}
