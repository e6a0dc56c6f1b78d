import { hourlyLimit, permissionActions, type Tier } from '@parley/contract'

type Role = 'owner' | 'admin' | 'manager' | 'rep' | 'viewer'
type Action = (typeof permissionActions)[number]

const actionsOf: Record<Role, readonly Action[]> = {
  owner: permissionActions,
  admin: permissionActions,
  manager: ['read', 'write', 'delete'],
  rep: ['read', 'write', 'delete'],
  viewer: ['read'],
}

/** What is left of a key's permissions for a user of this role: never more than the user may. */
export function effectiveScopes(granted: readonly string[], role: Role): ReadonlySet<string> {
  const allowed: readonly string[] = actionsOf[role]
  if (granted.includes('admin')) return new Set(allowed)
  return new Set(
    granted.filter((permission) => allowed.includes(permission.slice(permission.indexOf(':') + 1))),
  )
}

/** Requests an hour. */
export function requestsAnHour(tier: Tier, ownLimit: number | null): number {
  return ownLimit ?? hourlyLimit[tier]
}

/** The smallest UUIDv7 of this millisecond: ids of a time range lie between two of them. */
export function firstIdAt(unixMs: number): string {
  const hex = Math.max(0, Math.floor(unixMs)).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/**
 * Who shares one allowance of wrong keys: an IPv4 address, or the /64 of an IPv6 address, of which
 * one subscriber has 2^64.
 */
export function addressGroup(address: string): string {
  const bare = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
  if (!bare.includes(':')) return bare
  const [head = '', tail = ''] = bare.split('%', 1)[0]?.split('::') ?? []
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = bare.includes('::') ? [...front, ...zeros, ...back] : front
  return groups.slice(0, 4).join(':')
}

/** What may become of a request whose Idempotency-Key was used before. */
export type Repeat =
  | 'other_request'
  | 'in_progress'
  | 'outcome_unknown'
  | 'reply_not_kept'
  | 'repeat'

/** Longer than any request runs: a key still unanswered after it belongs to a process that died. */
const reservationMs = 60_000

export function decideRepeat(
  held: {
    readonly fingerprint: string
    readonly reservedAtMs: number
    readonly status: number | null
    readonly body: string | null
  },
  fingerprint: string,
  nowMs: number,
): Repeat {
  if (held.fingerprint !== fingerprint) return 'other_request'
  if (held.status === null) {
    return nowMs < held.reservedAtMs + reservationMs ? 'in_progress' : 'outcome_unknown'
  }
  return held.body === null ? 'reply_not_kept' : 'repeat'
}

/** Of the permissions wanted, those that nobody with only these scopes may give away. */
export function notGrantable(wanted: readonly string[], scopes: ReadonlySet<string>): string[] {
  if (scopes.has('admin')) return []
  return wanted.filter((permission) => {
    const action = permission.slice(permission.indexOf(':') + 1)
    return !scopes.has(permission) && !scopes.has(action)
  })
}

/** Whether only owners and admins may give a key this much. */
export function isAboveStandard(tier: Tier | undefined, rateLimit: number | null): boolean {
  if (tier !== undefined && tier !== 'standard') return true
  return rateLimit !== null && rateLimit > hourlyLimit.standard
}

/** `429` is itself, `4xx` the whole class, absent anything. */
export function statusRange(status: string | undefined): { min: number; max: number } {
  if (status === undefined) return { min: 0, max: 999 }
  if (!status.endsWith('xx')) return { min: Number(status), max: Number(status) }
  const min = Number(status[0]) * 100
  return { min, max: min + 99 }
}
