import type { Permission, Tier } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import type { KeyFilter } from './key-queries.ts'
import { isAboveStandard, notGrantable } from './rules.ts'

const dayMs = 86_400_000

/** The keys a caller may manage: all of the workspace's or their own; throws when none. */
export function reachable(context: Context, principal: Principal): KeyFilter {
  const { workspaceId, userId, keyId, scopes } = principal
  const isAdmin = scopes.has('admin')
  if (keyId !== undefined && !isAdmin) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      "Keys are managed by a signed-in person or by a key with the permission 'admin'.",
      { required: 'admin' },
    )
  }
  return { workspaceId, now: context.now(), userId: isAdmin ? null : userId }
}

/** Nobody gives away more than they have. */
export function requireGrantable(
  { scopes }: Principal,
  wanted: {
    permissions?: readonly Permission[] | undefined
    tier?: Tier | undefined
    rate_limit?: number | null | undefined
  },
): void {
  const [required] = notGrantable(wanted.permissions ?? [], scopes)
  if (required !== undefined) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      `You cannot give the permission '${required}', because you do not have it.`,
      { required },
    )
  }
  if (!scopes.has('admin') && isAboveStandard(wanted.tier, wanted.rate_limit ?? null)) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'More than the standard number of requests is given by owners and admins.',
      { required: 'admin' },
    )
  }
}

/** The moment a key is to end; null for never. */
export function expiryOf(
  context: Context,
  wanted: { expires_at?: string | null | undefined; expires_in_days?: number | null | undefined },
): Date | null {
  const now = context.now()
  if (wanted.expires_in_days) return new Date(now.getTime() + wanted.expires_in_days * dayMs)
  if (!wanted.expires_at) return null
  const expiresAt = new Date(wanted.expires_at)
  if (expiresAt > now) return expiresAt
  throw invalid('expires_at', "Field 'expires_at' must lie in the future.")
}
