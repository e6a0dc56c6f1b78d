import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import {
  type AgentState,
  type Loudspeaker,
  type SaidTurn,
  type Talk,
  type TalkListener,
  type UserState,
} from '../../providers/voice-engine/index.ts'
import type { ToolUse } from '../agent-calls/index.ts'
import { phrases } from './built-in/phrases.ts'
import type { Language } from './built-in/spoken-values.ts'
import { type CallRecord, openRecord } from './call-record.ts'
import { CallTimers } from './call-timers.ts'
import type { CallToConduct } from './call-to-conduct.ts'
import { toolsFor } from './call-tools.ts'
import { openVoice, speechOf } from './call-voice.ts'
import { callValues } from './call-values.ts'
import { collectDigits } from './collect-digits.ts'
import { connectAgent } from './connect-agent.ts'
import { greetingOf } from './greeting-rules.ts'
import { type CallModel, openModelFor } from './open-model.ts'
import type { VoiceParts } from './parts.ts'
import { watchSilence } from './silence-watch.ts'
import { thinkingSound, withRoom } from './sounds.ts'
import { stateOf } from './state.ts'
import { thinkAloud } from './think-aloud.ts'
import type { CallListener, CallNotice, EndReason, OngoingCall, TalkEnd } from './transport.ts'

/** A goodbye is waited for this long at most. */
const farewellMs = 20_000
/** A tool that takes longer than this after the end is not in the record. */
const closeWithinMs = 10_000
/** How often it is looked whether the last word was heard. */
const lookMs = 50

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

class ConductedCall implements OngoingCall {
  readonly #context: Context
  readonly #parts: VoiceParts
  readonly #given: CallToConduct
  readonly #record: CallRecord
  readonly #timers = new CallTimers()
  readonly #listeners = new Set<CallListener>()
  readonly #silence
  readonly #digits
  readonly #speaker: Loudspeaker & { readonly stop?: () => void }
  readonly #ended: Promise<TalkEnd | undefined>
  #markEnded: (end: TalkEnd | undefined) => void = () => {}
  #language: string
  #isWaiting: boolean
  #isLeaving = false
  #talk: Talk | undefined
  #model: CallModel | undefined
  #stopThinking = () => {}
  #ending: Promise<void> | undefined

  constructor(context: Context, parts: VoiceParts, given: CallToConduct, record: CallRecord) {
    this.#context = context
    this.#parts = parts
    this.#given = given
    this.#record = record
    this.#ended = new Promise((done) => {
      this.#markEnded = done
    })
    const { speaker } = given.transport
    const { voice, callSettings: settings } = given.agent.definition
    this.#language = voice.lang
    this.#isWaiting = settings.waitForUserToSpeakFirst > 0
    this.#speaker = settings.backgroundNoise ? withRoom(speaker) : speaker
    this.#silence = watchSilence(settings.userInactivityTimeout * 1_000, (times) =>
      this.#onSilence(times),
    )
    this.#digits = collectDigits((digits) => this.#talk?.tell(digits))
  }

  get workspaceId(): string {
    return this.#given.call.workspaceId
  }

  get callId(): string {
    return this.#given.call.callId
  }

  get ended(): Promise<TalkEnd | undefined> {
    return this.#ended
  }

  async begin(): Promise<void> {
    const { call, agent, params, clientTools, transport } = this.#given
    const { useTool, transfer } = transport
    const { type, callSettings } = agent.definition
    const { chat, ofAgent } = await connectAgent(this.#context, this.#parts, {
      workspaceId: call.workspaceId,
      agent,
    })
    // Rules and flows end by themselves.
    const canEnd = callSettings.smartCallEnd || !chat || type === 'Flow Agent'
    const tools = toolsFor(this.#context, this.#parts, {
      call,
      agent,
      params,
      clientTools,
      ofAgent,
      filler: this.#words.filler,
      useClientTool: useTool && ((use, signal) => useTool(use, signal)),
      transfer: transfer && ((to) => this.transfer(to)),
      transferTo: this.#transferNumber,
      canEnd,
      end: (farewell) => void this.#leave(farewell, 'agent_hangup'),
      onUse: (use) => this.#onUse(use),
    })
    const language = () => this.#spoken
    this.#model = openModelFor(this.#context, this.#parts, {
      call,
      agent,
      chat,
      params: this.#values,
      tools,
      ofAgent,
      language,
      log: (category, message, nodeId, payload) =>
        this.#record.log({ category, message, nodeId, payload: payload ?? null }),
    })
    this.#talk = await openVoice(this.#context, this.#parts, {
      given: this.#given,
      tools,
      model: this.#model,
      speaker: this.#speaker,
      listener: this.#listener(),
      language: () => this.#language,
      fillIn: (text) => this.#fillIn(text),
      voices: this.#record.voices,
    })
    // Hung up while it was being opened.
    if (this.#ending) return this.#talk.close()
    this.#timers.after(callSettings.maxCallDuration * 1_000, () => {
      void this.#leave(this.#words.goodbye, 'max_duration')
    })
    if (this.#isWaiting) this.#silence.quiet()
    else this.#greet()
  }

  hear(samples: Int16Array): void {
    if (this.#ending) return
    this.#record.sound.heardUser(samples, Date.now())
    for (const { onSound } of this.#listeners) onSound('user', samples)
    this.#talk?.hear(samples)
  }

  reachedMark(name: string): void {
    this.#talk?.reachedMark(name)
  }

  pressed(digit: string): void {
    if (this.#ending) return
    this.#record.log({ category: 'CALL', message: 'A key was pressed', payload: { digit } })
    this.#silence.heard()
    this.#digits.pressed(digit)
  }

  wrote(text: string): void {
    if (this.#ending) return
    this.#silence.heard()
    this.#tell({ type: 'user-text', text, isFinal: true })
    this.#talk?.tell(text)
  }

  pause(): void {
    this.#silence.busy()
    this.#talk?.pause()
  }

  resume(): void {
    this.#talk?.resume()
    this.#silence.quiet()
  }

  say(text: string): void {
    if (!this.#ending) void this.#talk?.say(text).catch(() => {})
  }

  whisper(text: string): void {
    if (!this.#ending) this.#talk?.prompt(text)
  }

  async transfer(to: string): Promise<void> {
    const { transfer } = this.#given.transport
    if (!transfer) throw new AppError('CONFLICT', 'This call cannot be handed to a number.')
    this.#record.log({ category: 'CALL', message: 'The call is handed over', payload: { to } })
    await transfer(to)
    void this.end('transfer')
  }

  overhear(listener: CallListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  end(reason: EndReason): Promise<void> {
    this.#ending ??= this.#finish(reason)
    return this.#ending
  }

  async #finish(reason: EndReason): Promise<void> {
    const { call, transport } = this.#given
    const state = stateOf(this.#context)
    const endedAt = this.#context.now()
    this.#stopTimers()
    // Silent at once; what is under way, such as a tool, still ends, and the line does not wait for it.
    const closing = this.#talk?.close().catch((error: unknown) => {
      this.#context.log.warn({ err: error, callId: call.callId }, 'A talk did not close')
    })
    transport.close(reason)
    for (const { onEnd } of this.#listeners) onEnd()
    this.#listeners.clear()
    await this.#timers.within(closing, closeWithinMs)
    this.#stopTimers()
    const { writesEnd = true } = this.#given
    let end: TalkEnd | undefined
    try {
      end = await this.#record.end(reason, this.#model?.found?.(), { writesEnd, endedAt })
    } catch (error) {
      this.#context.log.error(
        { err: error, callId: call.callId },
        'The end of a call was not written',
      )
    }
    state.calls.delete(call.callId)
    state.keeper().release(call)
    this.#markEnded(end)
  }

  #stopTimers(): void {
    this.#silence.stop()
    this.#digits.stop()
    this.#timers.clearAll()
    this.#speaker.stop?.()
  }

  /** Says the last sentence to its end, whoever speaks, and hangs up then. */
  async #leave(farewell: string | undefined, reason: EndReason): Promise<void> {
    if (this.#isLeaving || this.#ending) return
    this.#isLeaving = true
    this.#silence.busy()
    this.#timers.after(farewellMs, () => void this.end(reason))
    if (farewell) await this.#talk?.say(farewell, { isInterruptible: false }).catch(() => {})
    await this.#untilSilent()
    await this.end(reason)
  }

  async #untilSilent(): Promise<void> {
    while (this.#talk?.isSpeaking() && !this.#ending) await this.#timers.pause(lookMs)
  }

  #greet(): void {
    this.#isWaiting = false
    const { conversation } = this.#given.agent.definition
    const greeting = this.#fillIn(conversation.greetingMessage)
    if (this.#given.isMessage) return void this.#leave(greeting, 'agent_hangup')
    const { way, text } = greetingOf(conversation, greeting, {
      isFlow: this.#model?.isFlow ?? false,
      byRules: this.#model?.found !== undefined,
      hello: this.#words.hello,
    })
    if (way === 'say') this.say(text)
    else this.#talk?.prompt(text)
  }

  #onSilence(times: number): void {
    if (this.#isLeaving) return
    this.#record.log({ category: 'CALL', message: 'The user is silent', payload: { times } })
    if (this.#isWaiting) {
      const { waitForUserToSpeakFirst } = this.#given.agent.definition.callSettings
      if (waitForUserToSpeakFirst < 2) return this.#greet()
    }
    const poke = this.#given.agent.definition.conversation.pokeMessages[times - 1]
    if (poke) this.say(this.#fillIn(poke))
    else void this.#leave(this.#words.goodbye, 'inactivity')
  }

  #listener(): TalkListener {
    return {
      onTurn: (turn) => this.#onTurn(turn),
      onUserText: (text, isFinal) => {
        this.#isWaiting = false
        this.#silence.heard()
        this.#tell({ type: 'user-text', text, isFinal })
      },
      onAgentState: (state) => this.#onAgentState(state),
      onUserState: (state, atMs) => this.#onUserState(state, atMs),
      onUserSpeech: (kind, endMs) => this.#record.speech.callerSaid(kind, endMs),
      onHeard: (samples, atMs) => {
        this.#record.sound.heardAgent(samples, atMs)
        this.#record.speech.agentHeard(samples, atMs)
        for (const { onSound } of this.#listeners) onSound('agent', samples)
      },
      onInterrupted: () => {
        this.#record.log({ category: 'CONVERSATION', message: 'The user interrupted' })
      },
      onLanguage: (language) => this.#onLanguage(language),
      onError: (error, isFatal) => {
        this.#record.log({ category: 'ERROR', message: error.message })
        if (isFatal) void this.end('failed')
      },
      onUsage: (usage) => this.#record.usage(usage),
    }
  }

  #onTurn(turn: SaidTurn): void {
    this.#record.turn(turn)
    if (turn.speaker === 'agent') this.#tell({ type: 'agent-text', text: turn.text })
  }

  #onAgentState(state: AgentState): void {
    this.#stopThinking()
    const { thinkingVoice } = this.#given.agent.definition.callSettings
    if (state === 'thinking' && thinkingVoice) {
      this.#stopThinking = thinkAloud(this.#timers, () => this.#speaker.play(thinkingSound()))
    }
    if (state === 'listening' || state === 'idle') this.#silence.quiet()
    else this.#silence.busy()
    this.#tell({ type: 'state', state })
  }

  #onUserState(state: UserState, atMs: number): void {
    this.#record.speech.callerIs(state, atMs)
    if (state === 'speaking') this.#silence.busy()
    else this.#silence.quiet()
  }

  #onLanguage(language: string): void {
    const { languageDialectSwitcher } = this.#given.agent.definition.callSettings
    if (!languageDialectSwitcher || language === this.#language || !(language in phrases)) return
    const payload = { from: this.#language, to: language }
    this.#record.log({ category: 'CALL', message: 'The language changes', payload })
    this.#language = language
  }

  #onUse(use: ToolUse): void {
    this.#record.tool(use)
    const { name: toolName, succeeded: success } = use
    this.#tell({ type: 'custom', event: 'tool_execution', data: { toolName, success } })
  }

  #tell(notice: CallNotice): void {
    if (!this.#ending) this.#given.transport.tell(notice)
    for (const { onNotice } of this.#listeners) onNotice(notice)
  }

  #fillIn(text: string): string {
    return this.#parts.fillTemplate(text, this.#values)
  }

  get #values(): Readonly<Record<string, unknown>> {
    const { answeredAt } = this.#record
    return callValues(this.#given, { now: this.#context.now(), answeredAt })
  }

  /** Where a caller who wants a person is handed to: a parameter of the call or of the agent. */
  get #transferNumber(): string | undefined {
    const number = this.#values['transfer_number']
    return typeof number === 'string' && number !== '' ? number : undefined
  }

  get #spoken(): Language {
    return this.#language in phrases ? (this.#language as Language) : 'en'
  }

  get #words() {
    return phrases[this.#spoken]
  }
}
