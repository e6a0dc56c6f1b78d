import type { Clock } from '../simulated/clock.ts'
import { type ClientHandlers, ClientTransaction, newBranch } from './client-transaction.ts'
import { hostPort } from './address.ts'
import {
  type Headers,
  type IncomingRequest,
  isRequest,
  readMessage,
  type SipRequest,
  type SipResponse,
  writeMessage,
} from './message.ts'
import { ServerTransaction } from './server-transaction.ts'
import type { Flow, Wire } from './wire.ts'

/** Beyond, new requests of others are dropped. */
const maxTransactions = 10_000

type TransactionListener = {
  /** A new request, not ACK. Without `open`, nothing is kept of it. */
  readonly onRequest: (request: IncomingRequest, flow: Flow, open: () => ServerTransaction) => void
  /** An ACK that belongs to no refusal of ours. */
  readonly onAck: (request: IncomingRequest) => void
  readonly onGarbage: (flow: Flow) => void
  readonly admits: (address: string) => boolean
}

export type Transactions = {
  readonly listen: (listener: TransactionListener) => void
  readonly request: (request: SipRequest, flow: Flow, handlers: ClientHandlers) => ClientTransaction
  /** Takes an INVITE back that has a provisional answer. */
  readonly cancel: (invite: ClientTransaction) => void
  /** A request that has no answer: the ACK of a 2xx. What it answers sends the same again. */
  readonly sendAck: (request: SipRequest, flow: Flow) => () => void
  /** An answer of which nothing is kept. */
  readonly refuse: (flow: Flow, response: SipResponse) => void
  readonly findInvite: (cancel: IncomingRequest, flow: Flow) => ServerTransaction | undefined
  readonly close: () => void
}

type Options = {
  readonly wire: Wire
  readonly clock: Clock
  /** What others reach us at. */
  readonly publicAddress: string
  readonly port: () => number
  /** A mistake of ours: a message that cannot be taken harms no other one. */
  readonly onProblem: (problem: unknown) => void
}

export function openTransactions(options: Options): Transactions {
  return new TransactionTable(options)
}

/** Matches answers with requests, and repetitions with what was answered. */
class TransactionTable implements Transactions {
  readonly #options: Options
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()
  #listener: TransactionListener | undefined

  constructor(options: Options) {
    this.#options = options
    options.wire.listen({
      admits: (address) => this.#listener?.admits(address) ?? false,
      onGarbage: (flow) => this.#listener?.onGarbage(flow),
      onBytes: (bytes, flow) => {
        try {
          this.#take(bytes, flow)
        } catch (error) {
          options.onProblem(error)
        }
      },
    })
  }

  listen(listener: TransactionListener): void {
    this.#listener = listener
  }

  request(request: SipRequest, flow: Flow, handlers: ClientHandlers): ClientTransaction {
    return this.#begin(request, flow, { handlers })
  }

  cancel(invite: ClientTransaction): void {
    const handlers = { onResponse() {}, onFailed() {} }
    this.#begin(invite.cancellation(), invite.flow, { handlers, branch: invite.branch })
  }

  sendAck(request: SipRequest, flow: Flow): () => void {
    const headers: Headers = [['via', this.#viaOf(flow, newBranch())], ...request.headers]
    const resend = () => this.#send({ ...request, headers }, flow)
    resend()
    return resend
  }

  refuse(flow: Flow, response: SipResponse): void {
    this.#send(response, flow)
  }

  findInvite(cancel: IncomingRequest, flow: Flow): ServerTransaction | undefined {
    return this.#servers.get(serverKey({ ...cancel, method: 'INVITE' }, flow))
  }

  close(): void {
    for (const each of [...this.#clients.values(), ...this.#servers.values()]) each.close()
  }

  #take(bytes: Buffer, flow: Flow): void {
    const message = readMessage(bytes)
    if (!message) return this.#listener?.onGarbage(flow)
    if (isRequest(message)) return this.#takeRequest(routed(message, flow), flow)
    const { via, cseq } = message.envelope
    // Whoever knows the branch has seen the request.
    this.#clients.get(`${via.params.get('branch') ?? ''} ${cseq.method}`)?.receive(message)
  }

  #takeRequest(request: IncomingRequest, flow: Flow): void {
    const key = serverKey(request, flow)
    const known = this.#servers.get(key)
    if (request.method === 'ACK') {
      known?.acknowledged()
      return this.#listener?.onAck(request)
    }
    if (known) return known.repeated()
    if (this.#servers.size + this.#clients.size >= maxTransactions) return
    this.#listener?.onRequest(request, flow, () => this.#open(key, request, flow))
  }

  #open(key: string, request: IncomingRequest, flow: Flow): ServerTransaction {
    const made = new ServerTransaction(request, flow, {
      clock: this.#options.clock,
      send: (response, to) => this.#send(response, to),
      onOver: () => this.#servers.delete(key),
    })
    this.#servers.set(key, made)
    return made
  }

  #begin(
    request: SipRequest,
    flow: Flow,
    how: { readonly handlers: ClientHandlers; readonly branch?: string },
  ): ClientTransaction {
    const made: ClientTransaction = new ClientTransaction(request, flow, {
      clock: this.#options.clock,
      send: (message, to, onFailed) => this.#send(message, to, onFailed),
      viaOf: (to, branch) => this.#viaOf(to, branch),
      onOver: () => this.#clients.delete(`${made.branch} ${made.method}`),
      ...how,
    })
    this.#clients.set(`${made.branch} ${made.method}`, made)
    made.begin()
    return made
  }

  #viaOf({ transport }: Flow, branch: string): string {
    const { publicAddress, port } = this.#options
    return `SIP/2.0/${transport} ${hostPort(publicAddress, port())};branch=${branch};rport`
  }

  #send(message: SipRequest | SipResponse, flow: Flow, onFailed: () => void = () => {}): void {
    this.#options.wire.send(writeMessage(message), flow, onFailed)
  }
}

/** Section 17.2.3; those of before RFC 3261 have no branch that tells. */
function serverKey({ method, envelope }: IncomingRequest, { address, port }: Flow): string {
  const { via, callId, cseq, from } = envelope
  const branch = via.params.get('branch') ?? ''
  const kind = method === 'ACK' ? 'INVITE' : method
  const told = branch.startsWith('z9hG4bK')
    ? branch
    : [callId, cseq.number, from.params.get('tag') ?? ''].join(' ')
  return [kind, told, via.host, via.port ?? '', address, port].join(' ')
}

/** With the address it came from in its topmost Via, which answers repeat (section 18.2.1, RFC 3581). */
function routed(request: IncomingRequest, { address, port }: Flow): IncomingRequest {
  let isFirst = true
  const headers = request.headers.map(([name, value]) => {
    if (name !== 'via' || !isFirst) return [name, value] as const
    isFirst = false
    const [top = '', ...rest] = value.split(/,(?=\s*SIP\s*\/)/i)
    const numbered = top.replace(/;\s*rport(?=\s*(;|$))/i, `;rport=${port}`)
    return [name, [`${numbered};received=${address}`, ...rest].join(',')] as const
  })
  return { ...request, headers }
}
