import type { InvitationStatus, Role } from '@parley/contract'

/** What a role may do in its workspace; an API key gets no more than its user's role. */
export function grantsOfRole(role: Role): {
  readonly scopes: ReadonlySet<string>
  readonly seesAllRows: boolean
} {
  return grants[role]
}

const everything = { scopes: new Set(['read', 'write', 'delete', 'admin']), seesAllRows: true }
const grants = {
  owner: everything,
  admin: everything,
  manager: { scopes: new Set(['read', 'write', 'delete']), seesAllRows: true },
  rep: { scopes: new Set(['read', 'write', 'delete']), seesAllRows: false },
  viewer: { scopes: new Set(['read']), seesAllRows: true },
} as const

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether a request that a browser signed with its cookie could have been made by another site.
 * Browsers send Sec-Fetch-Site from secure pages and Origin with every POST; a request with neither
 * is not trusted, because programs have API keys.
 */
export function isForgeable(request: {
  readonly method: string
  readonly origin: string | undefined
  readonly secFetchSite: string | undefined
  /** Scheme and host that the request was sent to. */
  readonly ownOrigin: string
  /** Origin of PUBLIC_URL, where it is set. */
  readonly publicOrigin: string | undefined
}): boolean {
  const { method, origin, secFetchSite, ownOrigin, publicOrigin } = request
  if (safeMethods.has(method)) return false
  if (origin !== undefined && origin === publicOrigin) return false
  if (secFetchSite !== undefined) return secFetchSite !== 'same-origin'
  return origin !== ownOrigin
}

export type RoleDecision = 'allowed' | 'owners_only' | 'last_owner'

/** `to` is undefined when the person is removed. Owners are made and unmade by owners, but never the last. */
export function decideRoleChange(change: {
  readonly actor: Role
  readonly from: Role
  readonly to: Role | undefined
  readonly ownerCount: number
}): RoleDecision {
  const { actor, from, to, ownerCount } = change
  if ((from === 'owner' || to === 'owner') && actor !== 'owner') return 'owners_only'
  if (from === 'owner' && to !== 'owner' && ownerCount <= 1) return 'last_owner'
  return 'allowed'
}

/** Whether somebody of role `actor` may invite somebody into role `invited`. */
export function mayInvite(actor: Role, invited: Role): boolean {
  return invited !== 'owner' || actor === 'owner'
}

export function statusOfInvitation(
  invitation: { readonly status: InvitationStatus; readonly expiresAt: string },
  now: Date,
): InvitationStatus {
  const { status, expiresAt } = invitation
  return status === 'pending' && Date.parse(expiresAt) <= now.getTime() ? 'expired' : status
}

/** The name as IANA writes it; undefined for what is not a time zone. Offsets are none: they know no summer time. */
export function canonicalTimeZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

const slugLength = 40

/** `ending` keeps two workspaces of one name apart. */
export function slugOf(name: string, ending: string): string {
  const words = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, slugLength)
    .replaceAll(/^-+|-+$/g, '')
  return `${words || 'workspace'}-${ending}`
}
