import { readNameAddress, readUri } from './address.ts'
import { contactOf, type Core, flowTo, userAgentName } from './core.ts'
import {
  headerOf,
  type Headers,
  type IncomingRequest,
  type IncomingResponse,
  listOf,
  type SipRequest,
} from './message.ts'
import type { Flow } from './wire.ts'

/** What both sides of a call agree on about where requests go: RFC 3261, section 12. */
export type Dialog = {
  readonly callId: string
  readonly localTag: string
  readonly remoteTag: string
  /** Our side and the other, as From and To name them, without tags. */
  readonly local: string
  readonly remote: string
  /** The user of our Contact. */
  readonly user: string
  readonly routes: readonly string[]
  /** Where the last message of the other side came from. */
  readonly flow: Flow
  /** Contact of the other side. */
  target: string
  localSeq: number
  remoteSeq: number
}

const withoutTag = (value: string) => value.replace(/;\s*tag=[^;>]*(?=;|$)/i, '')

/** After a 2xx to an INVITE of ours. */
export function dialogOfAnswer(
  invite: SipRequest,
  response: IncomingResponse,
  { flow, user }: { readonly flow: Flow; readonly user: string },
): Dialog {
  const { envelope } = response
  return {
    callId: envelope.callId,
    localTag: envelope.from.params.get('tag') ?? '',
    remoteTag: envelope.to.params.get('tag') ?? '',
    local: withoutTag(headerOf(invite, 'from') ?? ''),
    remote: withoutTag(headerOf(invite, 'to') ?? ''),
    user,
    routes: listOf(response, 'record-route').reverse(),
    flow,
    target: contactIn(response) ?? invite.uri,
    localSeq: envelope.cseq.number,
    // Theirs may begin at 0.
    remoteSeq: -1,
  }
}

/** With the 2xx of ours to an INVITE. */
export function dialogOfInvite(
  invite: IncomingRequest,
  {
    flow,
    user,
    localTag,
  }: { readonly flow: Flow; readonly user: string; readonly localTag: string },
): Dialog {
  const { envelope } = invite
  return {
    callId: envelope.callId,
    localTag,
    remoteTag: envelope.from.params.get('tag') ?? '',
    local: withoutTag(headerOf(invite, 'to') ?? ''),
    remote: withoutTag(headerOf(invite, 'from') ?? ''),
    user,
    routes: listOf(invite, 'record-route'),
    flow,
    target: contactIn(invite) ?? envelope.from.uri,
    localSeq: 0,
    remoteSeq: envelope.cseq.number,
  }
}

export function contactIn(message: { readonly headers: Headers }): string | undefined {
  return readNameAddress(listOf(message, 'contact')[0] ?? '')?.uri
}

/** A request within the dialog; ACK has the number of its INVITE. */
export function requestWithin(
  core: Core,
  dialog: Dialog,
  method: string,
  { headers = [], body = '' }: { readonly headers?: Headers; readonly body?: string } = {},
): SipRequest {
  if (method !== 'ACK') dialog.localSeq += 1
  const { callId, local, localTag, remote, remoteTag, routes, user, flow } = dialog
  return {
    method,
    uri: dialog.target,
    headers: [
      ['max-forwards', '70'],
      ['from', `${local};tag=${localTag}`],
      ['to', remoteTag === '' ? remote : `${remote};tag=${remoteTag}`],
      ['call-id', callId],
      ['cseq', `${dialog.localSeq} ${method}`],
      ...routes.map((route) => ['route', route] as const),
      ['contact', contactOf(core, user, flow.transport)],
      ['user-agent', userAgentName],
      ...headers,
    ],
    body,
  }
}

/**
 * Where a request within the dialog goes: to the first proxy on the way, else to the Contact; to where
 * the other side was heard from when that is a name, or an address behind a translator.
 */
export function flowWithin(core: Core, { routes, target, flow }: Dialog): Flow {
  const [first] = routes
  const uri = readUri((first && readNameAddress(first)?.uri) || target)
  if (!uri) return flow
  if (uri.host === flow.address) return { ...flow, port: uri.port ?? 5_060 }
  if (!first) return flow
  const wanted = uri.params.get('transport')?.toUpperCase()
  const transport = wanted === 'TCP' || wanted === 'UDP' ? wanted : flow.transport
  return flowTo(core, { host: uri.host, port: uri.port, transport }) ?? flow
}
