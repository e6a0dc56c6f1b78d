import type { Clock } from '../simulated/clock.ts'
import { type ClientHandlers, ClientTransaction, newBranch } from './client-transaction.ts'
import { hostPort } from './address.ts'
import {
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
  /** How many there are. */
  readonly count: () => number
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

/** Matches answers with requests, and repetitions with what was answered. */
export function openTransactions(options: Options): Transactions {
  const { wire, clock } = options
  const clients = new Map<string, ClientTransaction>()
  const servers = new Map<string, ServerTransaction>()
  let listener: TransactionListener | undefined

  const viaOf = (flow: Flow, branch: string) => {
    const sentBy = hostPort(options.publicAddress, options.port())
    return `SIP/2.0/${flow.transport} ${sentBy};branch=${branch};rport`
  }
  const send = (message: SipRequest | SipResponse, flow: Flow, onFailed = () => {}) =>
    wire.send(writeMessage(message), flow, onFailed)

  function begin(
    request: SipRequest,
    flow: Flow,
    how: { handlers: ClientHandlers; branch?: string },
  ) {
    const made = new ClientTransaction(request, flow, {
      clock,
      send,
      viaOf,
      onOver: () => clients.delete(`${made.branch} ${made.method}`),
      ...how,
    })
    clients.set(`${made.branch} ${made.method}`, made)
    made.begin()
    return made
  }

  function takeRequest(request: IncomingRequest, flow: Flow): void {
    const key = serverKey(request, flow)
    const known = servers.get(key)
    if (request.method === 'ACK') {
      if (known) known.acknowledged()
      return listener?.onAck(request)
    }
    if (known) return known.repeated()
    if (servers.size + clients.size >= maxTransactions) return
    listener?.onRequest(request, flow, () => {
      const made = new ServerTransaction(request, flow, {
        clock,
        send,
        onOver: () => servers.delete(key),
      })
      servers.set(key, made)
      return made
    })
  }

  function takeBytes(bytes: Buffer, flow: Flow): void {
    const message = readMessage(bytes)
    if (!message) return listener?.onGarbage(flow)
    if (isRequest(message)) return takeRequest(routed(message, flow), flow)
    const { via, cseq } = message.envelope
    // Whoever knows the branch has seen the request.
    clients.get(`${via.params.get('branch') ?? ''} ${cseq.method}`)?.receive(message)
  }

  wire.listen({
    admits: (address) => listener?.admits(address) ?? false,
    onGarbage: (flow) => listener?.onGarbage(flow),
    onBytes(bytes, flow) {
      try {
        takeBytes(bytes, flow)
      } catch (error) {
        options.onProblem(error)
      }
    },
  })

  return {
    listen(wanted) {
      listener = wanted
    },
    request: (request, flow, handlers) => begin(request, flow, { handlers }),
    cancel(invite) {
      const handlers = { onResponse() {}, onFailed() {} }
      begin(invite.cancellation(), invite.flow, { handlers, branch: invite.branch })
    },
    sendAck(request, flow) {
      const via = viaOf(flow, newBranch())
      const resend = () => send({ ...request, headers: [['via', via], ...request.headers] }, flow)
      resend()
      return resend
    },
    refuse: (flow, response) => send(response, flow),
    findInvite: (cancel, flow) => servers.get(serverKey({ ...cancel, method: 'INVITE' }, flow)),
    count: () => clients.size + servers.size,
    close() {
      for (const each of [...clients.values(), ...servers.values()]) each.close()
    },
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
