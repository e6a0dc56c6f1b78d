import type { Tier } from '@parley/contract'
import type { Role } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** A key as the guard needs it, found by its secret. */
export type KeyRow = {
  readonly workspace_id: string
  readonly id: string
  readonly user_id: string
  readonly scopes: string[]
  readonly tier: Tier
  readonly rate_limit: number | null
  readonly allowed_addresses: string[] | null
  readonly revoked: boolean
  /** The key's or the secret's expiry, whichever is earlier. */
  readonly expires_at_ms: number | null
  readonly role: Role
}

const findKey = statement(
  'find_api_key',
  `select k.workspace_id, k.id, k.user_id, k.scopes, k.tier, k.rate_limit, k.allowed_addresses,
     k.revoked_at is not null as revoked, m.role,
     (extract(epoch from least(k.expires_at, s.expires_at)) * 1000)::float8 as expires_at_ms
   from api_key_secret s
   join api_key k on k.workspace_id = s.workspace_id and k.id = s.key_id
   join member m on m.workspace_id = k.workspace_id and m.user_id = k.user_id
   where s.secret_hash = decode($1, 'hex')`,
)

export async function findKeyByHash(db: Database, hash: string): Promise<KeyRow | undefined> {
  const [row] = await db.read<KeyRow>(findKey, [hash])
  return row
}
