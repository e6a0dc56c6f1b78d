import type { Clock } from '../simulated/clock.ts'
import { type IncomingRequest, type Reply, responseTo, type SipResponse } from './message.ts'
import { openTimers, repeat, t2Ms, t4Ms, type Timers, transactionMs } from './timers.ts'
import type { Flow } from './wire.ts'

export type ServerOptions = {
  readonly clock: Clock
  readonly send: (response: SipResponse, flow: Flow) => void
  readonly onOver: () => void
}

/** A request that came, and our answers to it: RFC 3261 section 17.2, and the 2xx of section 13.3.1.4. */
export class ServerTransaction {
  readonly request: IncomingRequest
  readonly flow: Flow
  readonly #options: ServerOptions
  readonly #timers: Timers
  #last: SipResponse | undefined
  #isFinal = false
  #isOver = false
  #onUnacknowledged: () => void = () => {}

  constructor(request: IncomingRequest, flow: Flow, options: ServerOptions) {
    this.request = request
    this.flow = flow
    this.#options = options
    this.#timers = openTimers(options.clock)
  }

  get isAnswered(): boolean {
    return this.#isFinal
  }

  get #isInvite(): boolean {
    return this.request.method === 'INVITE'
  }

  /** The first final answer counts. `onUnacknowledged`: nobody took note of a 2xx to INVITE. */
  respond(status: number, reply: Reply = {}, onUnacknowledged: () => void = () => {}): void {
    if (this.#isFinal || this.#isOver) return
    this.#last = responseTo(this.request, status, reply)
    this.#resend()
    if (status < 200) return
    this.#isFinal = true
    if (!this.#isInvite) {
      const lingerMs = this.flow.transport === 'UDP' ? transactionMs : 0
      this.#timers.after(lingerMs, () => this.close())
      return
    }
    this.#onUnacknowledged = status < 300 ? onUnacknowledged : () => {}
    // A 2xx is repeated on every transport: proxies between may change it.
    if (status < 300 || this.flow.transport === 'UDP') {
      repeat(this.#timers, t2Ms, () => this.#resend())
    }
    this.#timers.after(transactionMs, () => {
      this.close()
      this.#onUnacknowledged()
    })
  }

  /** The same request came again. */
  repeated(): void {
    if (this.#last) this.#resend()
  }

  acknowledged(): void {
    if (!this.#isFinal || this.#isOver) return
    this.#timers.clear()
    // Late repetitions of the INVITE are still known.
    this.#timers.after(t4Ms, () => this.close())
    this.#onUnacknowledged = () => {}
  }

  close(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#timers.clear()
    this.#options.onOver()
  }

  #resend(): void {
    if (this.#last) this.#options.send(this.#last, this.flow)
  }
}
