import { readUri } from './address.ts'
import type { Bans } from './bans.ts'
import type { DigestGate } from './digest.ts'
import type { SipLine } from './line.ts'
import type { Lines } from './lines.ts'
import { headerOf, type IncomingRequest } from './message.ts'
import type { Flow } from './wire.ts'

export type Verdict =
  | { readonly kind: 'admitted'; readonly line: SipLine }
  /** To be answered with a status; of 401 with a challenge. */
  | { readonly kind: 'refused'; readonly status: 401 | 403 | 404; readonly challenge?: string }

type Guards = { readonly lines: Lines; readonly bans: Bans; readonly gate: DigestGate }

/** Lines that an address dials: by number, with or without plus and blanks, or by login. */
function linesOf(lines: Lines, uri: string) {
  const user = readUri(uri)?.user
  if (user === undefined) return []
  const digits = user.replace(/[\s().-]/g, '')
  const number = /^\+?\d{7,15}$/.test(digits) ? `+${digits.replace(/^\+|^00/, '')}` : undefined
  return [...(number === undefined ? [] : lines.find(number)), ...lines.find(user)]
}

/**
 * Whether a request may use the line of the number it names: from an address of the line, or with its
 * password. Who has neither is told the same of every number, there or not.
 */
export function judge(
  { lines, bans, gate }: Guards,
  request: IncomingRequest,
  { flow, dialled, passwordOnly }: { flow: Flow; dialled: string; passwordOnly: boolean },
): Verdict {
  const found = linesOf(lines, dialled)
  const byAddress = found.find((line) => line.isAllowedFrom(flow.address))
  if (byAddress && !passwordOnly) return { kind: 'admitted', line: byAddress }
  const credentials = headerOf(request, 'authorization')
  if (credentials === undefined) {
    const isKnown = !passwordOnly && lines.isVetted(flow.address)
    if (isKnown && found.length === 0) return { kind: 'refused', status: 404 }
    bans.strike(flow.address)
    return { kind: 'refused', status: 401, challenge: gate.challenge(false) }
  }
  const { method, uri, body } = request
  let named: SipLine | undefined
  const judged = gate.judge(credentials, { method, uri, body }, (username) => {
    const own = found.filter(({ login }) => login?.username === username)
    named = own[0]
    return own.flatMap(({ login }) => (login ? [login.password()] : []))
  })
  if (judged === 'right' && named) {
    bans.forgive(flow.address)
    return { kind: 'admitted', line: named }
  }
  bans.strike(flow.address)
  if (judged !== 'stale') return { kind: 'refused', status: 403 }
  return { kind: 'refused', status: 401, challenge: gate.challenge(true) }
}
