/** What a caller may do. `admin` also lifts the owner's-rows-only restriction. */
export type Scope = 'read' | 'write' | 'delete' | 'admin'

/** Who is calling: a person's session or an API key that belongs to a person, in one workspace. */
export type Principal = {
  readonly workspaceId: string
  readonly userId: string
  /** Undefined for a person signed in with a session. */
  readonly keyId: string | undefined
  /** Role of the user in the workspace; a key can never do more than its user. */
  readonly role: Role
  /** `contacts:write` and plain `write` alike; see {@link mayDo}. */
  readonly scopes: ReadonlySet<string>
  /** False: only rows owned by `userId` exist for this caller. */
  readonly seesAllRows: boolean
}

/** Acts for the workspace in somebody's name: sees all of it, and may do everything. */
export function actingFor(workspaceId: string, userId: string): Principal {
  return {
    workspaceId,
    userId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['admin']),
    seesAllRows: true,
  }
}

export type Role = 'owner' | 'admin' | 'manager' | 'rep' | 'viewer'

/** `resource` is the plural of the path, such as `contacts`. */
export function mayDo(principal: Principal, scope: Scope, resource: string | undefined): boolean {
  const { scopes } = principal
  if (scopes.has(scope) || scopes.has('admin')) return true
  return resource !== undefined && scopes.has(`${resource}:${scope}`)
}
