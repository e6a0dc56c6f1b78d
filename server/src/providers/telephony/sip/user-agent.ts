import { judge } from './admission.ts'
import type { Bans } from './bans.ts'
import { allowed, type Core, dialogKey } from './core.ts'
import type { DigestGate } from './digest.ts'
import { IncomingInvite } from './incoming-invite.ts'
import type { SipLine } from './line.ts'
import type { Lines } from './lines.ts'
import { type Headers, type IncomingRequest, listOf, responseTo } from './message.ts'
import { type Registrar, shortestRegistrationS } from './registrar.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Flow } from './wire.ts'
import { readUri } from './address.ts'

/** Calls that are being taken or go on; more are refused. */
const maxCalls = 1_000

export type Guards = {
  readonly lines: Lines
  readonly bans: Bans
  readonly gate: DigestGate
  readonly registrar: Registrar
}

/** A call that somebody makes who may. Answers once it was answered or refused. */
export type OnInvite = (invite: IncomingInvite, line: SipLine) => void

type Open = () => ServerTransaction

/** Takes what comes of its own accord: calls, log-ins, and the question whether we are there. */
export function serveRequests(core: Core, guards: Guards, onInvite: OnInvite): void {
  const ringing = new Map<ServerTransaction, IncomingInvite>()
  const { transactions } = core
  const { bans, lines } = guards

  const refuse = (request: IncomingRequest, flow: Flow, status: number, headers: Headers = []) =>
    transactions.refuse(flow, responseTo(request, status, { toTag: 'none', headers }))

  function takeInvite(request: IncomingRequest, flow: Flow, open: Open): void {
    const line = admit(request, flow, { dialled: request.uri, passwordOnly: false })
    if (!line) return
    const unknown = listOf(request, 'require').filter((name) => name !== 'replaces')
    if (unknown.length > 0) return refuse(request, flow, 420, [['unsupported', unknown.join(', ')]])
    if (core.dialogs.size + ringing.size >= maxCalls) return refuse(request, flow, 503)
    for (const [server] of ringing) if (server.isAnswered) ringing.delete(server)
    const server = open()
    const invite = new IncomingInvite(core, server, readUri(request.uri)?.user ?? line.number)
    ringing.set(server, invite)
    onInvite(invite, line)
  }

  function admit(
    request: IncomingRequest,
    flow: Flow,
    about: { readonly dialled: string; readonly passwordOnly: boolean },
  ): SipLine | undefined {
    const verdict = judge(guards, request, { flow, ...about })
    if (verdict.kind === 'admitted') return verdict.line
    const { status, challenge } = verdict
    refuse(request, flow, status, challenge === undefined ? [] : [['www-authenticate', challenge]])
    return undefined
  }

  function takeRegister(request: IncomingRequest, flow: Flow): void {
    const dialled = request.envelope.to.uri
    const line = admit(request, flow, { dialled, passwordOnly: true })
    if (!line) return
    const registered = guards.registrar.register(line, request, flow)
    if (registered === 423) {
      return refuse(request, flow, 423, [['min-expires', String(shortestRegistrationS)]])
    }
    refuse(request, flow, 200, registered)
  }

  function takeCancel(request: IncomingRequest, flow: Flow, open: Open): void {
    const server = transactions.findInvite(request, flow)
    if (!server) {
      bans.strike(flow.address)
      return refuse(request, flow, 481)
    }
    open().respond(200)
    ringing.get(server)?.cancel()
  }

  function takeOther(request: IncomingRequest, flow: Flow): void {
    if (!lines.isVetted(flow.address)) return bans.strike(flow.address)
    const isAsking = request.method === 'OPTIONS'
    refuse(request, flow, isAsking ? 200 : 405, [['allow', allowed]])
  }

  transactions.listen({
    admits: (address) => !bans.isBanned(address) || lines.isVetted(address),
    onGarbage: ({ address }) => bans.strike(address),
    onRequest(request, flow, open) {
      const { method, envelope } = request
      const tag = envelope.to.params.get('tag')
      if (method === 'CANCEL') return takeCancel(request, flow, open)
      if (tag !== undefined) {
        const dialog = core.dialogs.get(dialogKey(envelope.callId, tag))
        if (dialog) return dialog.receive(request, open())
        bans.strike(flow.address)
        return refuse(request, flow, 481)
      }
      if (method === 'INVITE') return takeInvite(request, flow, open)
      if (method === 'REGISTER') return takeRegister(request, flow)
      takeOther(request, flow)
    },
    onAck({ envelope, ...ack }) {
      const key = dialogKey(envelope.callId, envelope.to.params.get('tag') ?? '')
      core.dialogs.get(key)?.acknowledged({ ...ack, envelope })
    },
  })
}
