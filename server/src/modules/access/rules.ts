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
