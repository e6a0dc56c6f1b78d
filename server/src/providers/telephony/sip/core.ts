import { randomBytes } from 'node:crypto'
import { isIP } from 'node:net'
import type { Clock } from '../simulated/clock.ts'
import { escapedUser, hostPort } from './address.ts'
import type { IncomingRequest } from './message.ts'
import { RtpSession } from './media-session.ts'
import type { OpenMediaSocket } from './rtp-sockets.ts'
import type { ServerTransaction } from './server-transaction.ts'
import type { Transactions } from './transactions.ts'
import type { Flow, Transport } from './wire.ts'

/** Takes the requests within one dialog. */
export type DialogHandler = {
  readonly receive: (request: IncomingRequest, server: ServerTransaction) => void
  /** Of a 2xx of ours. */
  readonly acknowledged: (request: IncomingRequest) => void
}

/** What all calls of the user agent share. */
export type Core = {
  readonly clock: Clock
  readonly transactions: Transactions
  /** What others reach us at. */
  readonly publicAddress: string
  readonly port: () => number
  /** By Call-ID and our tag. */
  readonly dialogs: Map<string, DialogHandler>
  /** Whether something may be sent there at all. */
  readonly mayReach: (address: string) => boolean
  readonly openMediaSocket: OpenMediaSocket
}

export const userAgentName = 'Parley'

export const allowed = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, NOTIFY, REFER'

export const newTag = () => randomBytes(8).toString('hex')

export const dialogKey = (callId: string, localTag: string) => `${callId} ${localTag}`

/** Where requests within a dialog reach us. */
export function contactOf(
  { publicAddress, port }: Core,
  user: string,
  transport: Transport,
): string {
  const over = transport === 'TCP' ? ';transport=tcp' : ''
  return `<sip:${escapedUser(user)}@${hostPort(publicAddress, port())}${over}>`
}

/** Undefined: no port for sound is free. `peer`: from where sound may also come. */
export async function openMedia(core: Core, peer: string): Promise<RtpSession | undefined> {
  let session: RtpSession | undefined
  const socket = await core.openMediaSocket((bytes, from) => session?.take(bytes, from))
  session = socket && new RtpSession(socket, { clock: core.clock, peer })
  return session
}

/** The way to a numeric address, where we may send at all. */
export function flowTo(
  { mayReach }: Core,
  { host, port, transport }: { host: string; port: number | undefined; transport: Transport },
): Flow | undefined {
  if (isIP(host) === 0 || !mayReach(host)) return undefined
  return { transport, address: host, port: port ?? 5_060 }
}
