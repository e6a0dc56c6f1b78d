import { randomBytes } from 'node:crypto'
import type { Clock } from '../simulated/clock.ts'
import {
  headerOf,
  type Headers,
  type IncomingResponse,
  listOf,
  type SipRequest,
} from './message.ts'
import { openTimers, repeat, t2Ms, t4Ms, type Timers, transactionMs } from './timers.ts'
import type { Flow } from './wire.ts'

export type ClientHandlers = {
  /** Every provisional answer, the final one, and each repetition of a 2xx to INVITE. */
  readonly onResponse: (response: IncomingResponse) => void
  /** Nobody answered, or nobody could be reached. */
  readonly onFailed: (why: 'timeout' | 'unreachable') => void
}

export type ClientOptions = {
  readonly clock: Clock
  readonly send: (request: SipRequest, flow: Flow, onFailed: () => void) => void
  /** Value of Via for a branch. */
  readonly viaOf: (flow: Flow, branch: string) => string
  readonly onOver: () => void
}

export const newBranch = () => `z9hG4bK${randomBytes(10).toString('hex')}`

/** One request of ours, until nothing of it is under way any more: RFC 3261 section 17.1, and RFC 6026. */
export class ClientTransaction {
  readonly branch: string
  readonly request: SipRequest
  readonly flow: Flow
  readonly #options: ClientOptions
  readonly #handlers: ClientHandlers
  readonly #timers: Timers
  readonly #isInvite: boolean
  #state: 'trying' | 'proceeding' | 'completed' | 'over' = 'trying'
  #stopRepeating: () => void = () => {}
  #stopWaiting: () => void = () => {}

  constructor(
    request: SipRequest,
    flow: Flow,
    options: ClientOptions & { readonly handlers: ClientHandlers; readonly branch?: string },
  ) {
    const { branch = newBranch() } = options
    this.branch = branch
    this.flow = flow
    this.request = {
      ...request,
      headers: [['via', options.viaOf(flow, branch)], ...request.headers],
    }
    this.#options = options
    this.#handlers = options.handlers
    this.#timers = openTimers(options.clock)
    this.#isInvite = request.method === 'INVITE'
  }

  get method(): string {
    return this.request.method
  }

  begin(): void {
    this.#send()
    if (this.flow.transport === 'UDP') {
      const mostMs = this.#isInvite ? transactionMs : t2Ms
      this.#stopRepeating = repeat(this.#timers, mostMs, () => this.#send())
    }
    this.#stopWaiting = this.#timers.after(transactionMs, () => this.#fail('timeout'))
  }

  receive(response: IncomingResponse): void {
    if (this.#state === 'over') return
    const { status } = response
    if (this.#state === 'completed') {
      if (!this.#isInvite) return
      if (status >= 300) this.#acknowledge(response)
      else if (status >= 200) this.#handlers.onResponse(response)
      return
    }
    if (status < 200) {
      this.#state = 'proceeding'
      if (this.#isInvite) {
        this.#stopRepeating()
        // How long it may ring is up to whoever calls.
        this.#stopWaiting()
      }
    } else this.#complete(response)
    this.#handlers.onResponse(response)
  }

  /** The request that takes an INVITE back (section 9.1). Only after a provisional answer. */
  cancellation(): SipRequest {
    const { uri, headers } = this.request
    const kept = ['from', 'to', 'call-id', 'route', 'max-forwards']
    const repeated = headers.filter(([name]) => kept.includes(name))
    const number = headerOf(this.request, 'cseq')?.split(' ')[0] ?? '1'
    return {
      method: 'CANCEL',
      uri,
      headers: [...repeated, ['cseq', `${number} CANCEL`]],
      body: '',
    }
  }

  close(): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#timers.clear()
    this.#options.onOver()
  }

  #complete(response: IncomingResponse): void {
    this.#state = 'completed'
    this.#timers.clear()
    if (this.#isInvite && response.status >= 300) this.#acknowledge(response)
    const isRepeated = this.#isInvite || this.flow.transport === 'UDP'
    const lingerMs = this.#isInvite ? transactionMs : t4Ms
    if (isRepeated) this.#timers.after(lingerMs, () => this.close())
    else this.close()
  }

  /** Of a refusal, within the same transaction. */
  #acknowledge(response: IncomingResponse): void {
    const { uri, headers } = this.request
    const number = headerOf(this.request, 'cseq')?.split(' ')[0] ?? '1'
    const kept = ['via', 'from', 'call-id', 'route', 'max-forwards']
    const repeated: Headers = headers.filter(([name]) => kept.includes(name))
    const to = listOf(response, 'to')[0] ?? ''
    const ack: SipRequest = {
      method: 'ACK',
      uri,
      headers: [...repeated, ['to', to], ['cseq', `${number} ACK`]],
      body: '',
    }
    this.#options.send(ack, this.flow, () => {})
  }

  #send(): void {
    this.#options.send(this.request, this.flow, () => this.#fail('unreachable'))
  }

  #fail(why: 'timeout' | 'unreachable'): void {
    if (this.#state === 'over' || this.#state === 'completed') return
    this.close()
    this.#handlers.onFailed(why)
  }
}
