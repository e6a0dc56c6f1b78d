import type { Tier } from '@parley/contract'
import type { Role } from '../../platform/access.ts'
import type { Database, Executor } from '../../platform/db/database.ts'
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

export type NewKeyRow = {
  readonly workspaceId: string
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly preview: string
  readonly scopes: readonly string[]
  readonly tier: Tier
  readonly rateLimit: number | null
  readonly allowedAddresses: readonly string[] | null
  readonly expiresAt: Date | null
  readonly createdAt: Date
}

const insertKeyRow = statement(
  'insert_api_key',
  `insert into api_key (workspace_id, id, user_id, name, key_preview, scopes, tier, rate_limit,
     allowed_addresses, expires_at, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)`,
)

export async function insertKey(tx: Executor, row: NewKeyRow): Promise<void> {
  await tx.run(insertKeyRow, [
    row.workspaceId,
    row.id,
    row.userId,
    row.name,
    row.preview,
    row.scopes,
    row.tier,
    row.rateLimit,
    row.allowedAddresses,
    row.expiresAt,
    row.createdAt,
  ])
}

const insertSecretRow = statement(
  'insert_api_key_secret',
  `insert into api_key_secret (workspace_id, key_id, secret_hash) values ($1, $2, decode($3, 'hex'))`,
)

export async function insertSecret(
  tx: Executor,
  secret: { workspaceId: string; keyId: string; hash: string },
): Promise<void> {
  await tx.run(insertSecretRow, [secret.workspaceId, secret.keyId, secret.hash])
}
