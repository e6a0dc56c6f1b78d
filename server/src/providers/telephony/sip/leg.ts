import { headerOf, type IncomingRequest, type IncomingResponse } from './message.ts'
import { allowed, contactOf, type Core, type DialogHandler, dialogKey } from './core.ts'
import { contactIn, type Dialog, flowWithin, requestWithin } from './dialog.ts'
import type { RtpSession } from './media-session.ts'
import { agreementWith, type Description, readDescription, writeAnswer, writeOffer } from './sdp.ts'
import type { ServerTransaction } from './server-transaction.ts'
import { openTimers, type Timers } from './timers.ts'

/** Nothing was heard of the other side for so long: it is gone. */
const lostAfterMs = 120_000
const lookMs = 5_000
/** Of a digit told by INFO. */
const maxInfoChars = 200

export type LegEnd = { readonly by: 'us' | 'them' | 'lost'; readonly q850: number | undefined }

/** A call that was answered, until one side hangs up. */
export class Leg implements DialogHandler {
  readonly dialog: Dialog
  readonly media: RtpSession
  readonly #core: Core
  readonly #onEnded: (end: LegEnd) => void
  readonly #timers: Timers
  /** The last description of ours has this number. */
  #version: number
  #invite: ServerTransaction | undefined
  #awaitsAnswer = false
  #onTransfer: ((status: number) => void) | undefined
  #isOver = false

  constructor(
    core: Core,
    options: {
      readonly dialog: Dialog
      readonly media: RtpSession
      readonly version: number
      /** Of a call that came in: its INVITE, to which the ACK is still awaited. */
      readonly invite?: ServerTransaction
      /** The offer was ours, and comes back with the ACK. */
      readonly awaitsAnswer?: boolean
      readonly onEnded: (end: LegEnd) => void
    },
  ) {
    this.#core = core
    this.dialog = options.dialog
    this.media = options.media
    this.#version = options.version
    this.#invite = options.invite
    this.#awaitsAnswer = options.awaitsAnswer ?? false
    this.#onEnded = options.onEnded
    this.#timers = openTimers(core.clock)
    core.dialogs.set(this.#key, this)
    this.#watch()
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get #key(): string {
    return dialogKey(this.dialog.callId, this.dialog.localTag)
  }

  receive(request: IncomingRequest, server: ServerTransaction): void {
    const { envelope, method } = request
    const isTheirs = envelope.from.params.get('tag') === this.dialog.remoteTag
    if (!isTheirs && this.dialog.remoteTag !== '') return server.respond(481)
    if (method === 'CANCEL') return server.respond(200)
    if (envelope.cseq.number <= this.dialog.remoteSeq) return server.respond(500)
    this.dialog.remoteSeq = envelope.cseq.number
    if (method === 'BYE') return this.#takeBye(request, server)
    if (method === 'INVITE' || method === 'UPDATE') return this.#takeOffer(request, server)
    if (method === 'NOTIFY') return this.#takeNotify(request, server)
    if (method === 'INFO') return this.#takeInfo(request, server)
    if (method === 'OPTIONS') return server.respond(200, { headers: [['allow', allowed]] })
    if (method === 'REFER') return server.respond(603)
    server.respond(405, { headers: [['allow', allowed]] })
  }

  acknowledged(ack: IncomingRequest): void {
    this.#invite?.acknowledged()
    this.#invite = undefined
    if (!this.#awaitsAnswer) return
    this.#awaitsAnswer = false
    const answer = readDescription(ack.body)
    if (!answer || !this.#agree(answer)) this.bye()
  }

  /** The other side did not take note of our answer. */
  unacknowledged(): void {
    this.bye()
  }

  /** Hangs up, once. */
  bye(): void {
    if (this.#isOver) return
    const request = requestWithin(this.#core, this.dialog, 'BYE')
    const handlers = { onResponse() {}, onFailed() {} }
    this.#core.transactions.request(request, flowWithin(this.#core, this.dialog), handlers)
    this.#end({ by: 'us', q850: undefined })
  }

  /**
   * Asks the other side to call somebody else instead of us. Answers the status of the answer;
   * `onDone` is told what became of it later, once.
   */
  refer(to: string, onDone: (status: number) => void): Promise<number> {
    this.#onTransfer = onDone
    const request = requestWithin(this.#core, this.dialog, 'REFER', {
      headers: [
        ['refer-to', `<${to}>`],
        ['referred-by', this.dialog.local],
      ],
    })
    return new Promise((resolve) => {
      this.#core.transactions.request(request, flowWithin(this.#core, this.dialog), {
        onResponse: ({ status }: IncomingResponse) => {
          if (status >= 200) resolve(status)
        },
        onFailed: () => resolve(408),
      })
    })
  }

  #watch(): void {
    this.#timers.after(lookMs, () => {
      if (this.media.silentMs() < lostAfterMs) return this.#watch()
      const request = requestWithin(this.#core, this.dialog, 'BYE')
      const handlers = { onResponse() {}, onFailed() {} }
      this.#core.transactions.request(request, flowWithin(this.#core, this.dialog), handlers)
      this.#end({ by: 'lost', q850: undefined })
    })
  }

  #takeBye(request: IncomingRequest, server: ServerTransaction): void {
    server.respond(200)
    const cause = /^Q\.850\s*;.*?cause=(\d+)/i.exec(headerOf(request, 'reason') ?? '')?.[1]
    this.#end({ by: 'them', q850: cause === undefined ? undefined : Number(cause) })
  }

  /** The other side wants to send its sound elsewhere, to hold the line, or to hear that we are there. */
  #takeOffer(request: IncomingRequest, server: ServerTransaction): void {
    if (this.#invite) return server.respond(491)
    this.dialog.target = contactIn(request) ?? this.dialog.target
    const offer = request.body === '' ? undefined : readDescription(request.body)
    const isRefresh = request.method === 'UPDATE' && request.body === ''
    if (request.body !== '' && (!offer || !this.#agree(offer))) return server.respond(488)
    const body = isRefresh ? '' : this.#describe(offer)
    const { transport } = this.dialog.flow
    const headers = [
      ['contact', contactOf(this.#core, this.dialog.user, transport)],
      ...(body === '' ? [] : [['content-type', 'application/sdp']]),
    ] as [string, string][]
    if (request.method === 'INVITE') {
      this.#invite = server
      this.#awaitsAnswer = offer === undefined
    }
    server.respond(200, { headers, body }, () => this.unacknowledged())
  }

  #describe(offer: Description | undefined): string {
    const { publicAddress: address } = this.#core
    const ours = { address, port: this.media.port, version: (this.#version += 1) }
    return offer ? writeAnswer(offer, ours) : writeOffer(ours)
  }

  #agree(description: Description): boolean {
    const agreement = agreementWith(description)
    if (agreement) this.media.agree(agreement)
    return agreement !== undefined
  }

  /** How a transfer goes on (RFC 3515): the status line of what the other side is answered. */
  #takeNotify(request: IncomingRequest, server: ServerTransaction): void {
    if (!/^refer/i.test(headerOf(request, 'event') ?? '')) return server.respond(489)
    server.respond(200)
    const status = Number(/^SIP\/2\.0 (\d{3})/i.exec(request.body)?.[1] ?? 0)
    const isOver = /^terminated/i.test(headerOf(request, 'subscription-state') ?? '')
    if (status < 200 && !isOver) return
    const done = this.#onTransfer
    this.#onTransfer = undefined
    done?.(status)
  }

  #takeInfo(request: IncomingRequest, server: ServerTransaction): void {
    server.respond(200)
    if (request.body.length > maxInfoChars) return
    const type = headerOf(request, 'content-type') ?? ''
    if (!/^application\/dtmf(-relay)?\b/i.test(type)) return
    const digit = /^(?:\s*Signal\s*=\s*)?([0-9A-D*#])\s*$/im.exec(request.body)?.[1]
    if (digit !== undefined) this.media.pressed(digit.toUpperCase())
  }

  #end(end: LegEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#timers.clear()
    this.media.close()
    this.#core.dialogs.delete(this.#key)
    this.#onEnded(end)
  }
}
