import type { ApiKey, Tier } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** A key as it is managed, without its secrets; `rate_limit` is null where the tier decides. */
export type KeyRow = Omit<ApiKey, 'rate_limit'> & { readonly rate_limit: number | null }

export type KeyStatus = ApiKey['status']

/** `$1` is the workspace and `$2` the present moment. */
const columns = `k.id, k.name, k.key_preview, k.user_id, k.scopes as permissions, k.tier, k.rate_limit,
  k.allowed_addresses,
  case when k.revoked_at is not null then 'revoked' when k.expires_at <= $2 then 'expired'
    else 'active' end as status,
  iso(k.expires_at) as expires_at, iso(k.last_used_at) as last_used_at,
  iso(k.revoked_at) as revoked_at, iso(k.created_at) as created_at, iso(k.updated_at) as updated_at,
  (select iso(max(s.expires_at)) from api_key_secret s
   where s.workspace_id = k.workspace_id and s.key_id = k.id and s.expires_at > $2)
    as previous_key_expires_at`

/** Which keys of a workspace: `userId` null means everybody's. */
export type KeyFilter = {
  readonly workspaceId: string
  readonly now: Date
  readonly userId: string | null
}

const findOne = statement(
  'get_api_key',
  `select ${columns} from api_key k
   where k.workspace_id = $1 and k.id = $4 and ($3::uuid is null or k.user_id = $3)`,
)
const lockOne = statement('lock_api_key', `${findOne.text} for update of k`)

export async function findKey(
  db: Executor,
  { workspaceId, now, userId }: KeyFilter,
  id: string,
): Promise<KeyRow | undefined> {
  const [row] = await db.run<KeyRow>(findOne, [workspaceId, now, userId, id])
  return row
}

/** Holds the key until the end of the transaction. */
export async function lockKey(
  tx: Executor,
  { workspaceId, now, userId }: KeyFilter,
  id: string,
): Promise<KeyRow | undefined> {
  const [row] = await tx.run<KeyRow>(lockOne, [workspaceId, now, userId, id])
  return row
}

const matching = `from api_key k
  where k.workspace_id = $1 and ($3::uuid is null or k.user_id = $3)
    and ($4::text is null or $4 = case when k.revoked_at is not null then 'revoked'
      when k.expires_at <= $2 then 'expired' else 'active' end)`
const selectPage = statement(
  'list_api_keys',
  `select ${columns} ${matching} order by k.id desc limit $5 offset $6`,
)
const countAll = statement('count_api_keys', `select count(*)::int as count ${matching}`)

export async function selectKeys(
  db: Executor,
  { workspaceId, now, userId }: KeyFilter,
  page: { status: KeyStatus | null; limit: number; offset: number },
): Promise<{ rows: KeyRow[]; total: number }> {
  const filter = [workspaceId, now, userId, page.status]
  const rows = await db.run<KeyRow>(selectPage, [...filter, page.limit, page.offset])
  return { rows, total: await countKeys(db, { workspaceId, now, userId }, page.status) }
}

export async function countKeys(
  db: Executor,
  { workspaceId, now, userId }: KeyFilter,
  status: KeyStatus | null,
): Promise<number> {
  const [row] = await db.run<{ count: number }>(countAll, [workspaceId, now, userId, status])
  return row?.count ?? 0
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

export type KeyChange = Pick<
  KeyRow,
  'id' | 'name' | 'permissions' | 'tier' | 'rate_limit' | 'expires_at' | 'allowed_addresses'
>

const updateKeyRow = statement(
  'update_api_key',
  `update api_key set name = $3, scopes = $4, tier = $5, rate_limit = $6, expires_at = $7,
     allowed_addresses = $8, updated_at = $9
   where workspace_id = $1 and id = $2`,
)

export async function updateKey(
  tx: Executor,
  workspaceId: string,
  key: KeyChange,
  now: Date,
): Promise<void> {
  await tx.run(updateKeyRow, [
    workspaceId,
    key.id,
    key.name,
    key.permissions,
    key.tier,
    key.rate_limit,
    key.expires_at,
    key.allowed_addresses,
    now,
  ])
}

const retireSecrets = statement(
  'retire_api_key_secrets',
  `update api_key_secret set expires_at = least(expires_at, $3)
   where workspace_id = $1 and key_id = $2`,
)
const deleteDeadSecrets = statement(
  'delete_dead_api_key_secrets',
  `delete from api_key_secret where workspace_id = $1 and key_id = $2 and expires_at <= $3`,
)
const updatePreview = statement(
  'update_api_key_preview',
  `update api_key set key_preview = $3, updated_at = $4 where workspace_id = $1 and id = $2`,
)

/** Gives the key another secret; those it has work until `until`, or are gone when that is now. */
export async function replaceSecret(
  tx: Executor,
  secret: { workspaceId: string; keyId: string; hash: string; preview: string },
  { now, until }: { now: Date; until: Date },
): Promise<void> {
  const { workspaceId, keyId } = secret
  await tx.run(retireSecrets, [workspaceId, keyId, until])
  await tx.run(deleteDeadSecrets, [workspaceId, keyId, now])
  await tx.run(updatePreview, [workspaceId, keyId, secret.preview, now])
  await insertSecret(tx, secret)
}

/** What an event says about a key that is gone. */
export type RevokedKey = Pick<KeyRow, 'id' | 'name' | 'key_preview' | 'user_id'>

const revokeRows = statement(
  'revoke_api_keys',
  `update api_key set revoked_at = $2, updated_at = $2
   where workspace_id = $1 and revoked_at is null
     and ($3::uuid is null or id = $3) and ($4::uuid is null or user_id = $4)
   returning id, name, key_preview, user_id`,
)

/** Answers those that were not revoked before. */
export async function updateRevoked(
  tx: Executor,
  which: { workspaceId: string } & ({ id: string } | { userId: string }),
  now: Date,
): Promise<RevokedKey[]> {
  const id = 'id' in which ? which.id : null
  const userId = 'userId' in which ? which.userId : null
  return tx.run<RevokedKey>(revokeRows, [which.workspaceId, now, id, userId])
}

const deleteRow = statement(
  'delete_api_key',
  'delete from api_key where workspace_id = $1 and id = $2',
)

export async function deleteKey(tx: Executor, workspaceId: string, id: string): Promise<void> {
  await tx.run(deleteRow, [workspaceId, id])
}
