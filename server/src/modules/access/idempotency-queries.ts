import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Whose key, and its text. */
export type KeyName = {
  readonly workspaceId: string
  readonly userId: string
  readonly key: string
}

/** Takes the key unless somebody holds it; one that has expired is nobody's. */
const reserveKey = statement(
  'reserve_idempotency_key',
  `insert into idempotency_key as held
     (workspace_id, user_id, key, id, fingerprint, reserved_at, expires_at)
   values ($1, $2, $3, $4, decode($5, 'hex'), $6, $7)
   on conflict (workspace_id, user_id, key) do update
     set id = excluded.id, fingerprint = excluded.fingerprint, reserved_at = excluded.reserved_at,
       expires_at = excluded.expires_at, status = null, body = null
     where held.expires_at <= excluded.reserved_at
   returning 1`,
)

export async function tryReserve(
  db: Executor,
  name: KeyName,
  row: { id: string; fingerprint: string; reservedAt: Date; expiresAt: Date },
): Promise<boolean> {
  const rows = await db.run(reserveKey, [
    name.workspaceId,
    name.userId,
    name.key,
    row.id,
    row.fingerprint,
    row.reservedAt,
    row.expiresAt,
  ])
  return rows.length > 0
}

export type HeldKey = {
  readonly fingerprint: string
  readonly reservedAtMs: number
  /** Null until it is answered. */
  readonly status: number | null
  readonly body: string | null
}

const findKey = statement(
  'find_idempotency_key',
  `select encode(fingerprint, 'hex') as fingerprint, status, body,
     (extract(epoch from reserved_at) * 1000)::float8 as "reservedAtMs"
   from idempotency_key where workspace_id = $1 and user_id = $2 and key = $3`,
)

export async function findHeldKey(db: Executor, name: KeyName): Promise<HeldKey | undefined> {
  const [row] = await db.run<HeldKey>(findKey, [name.workspaceId, name.userId, name.key])
  return row
}

const keepReply = statement(
  'keep_idempotent_reply',
  `update idempotency_key set status = $5, body = $6
   where workspace_id = $1 and user_id = $2 and key = $3 and id = $4`,
)

export async function updateReply(
  db: Executor,
  name: KeyName,
  row: { id: string; status: number; body: string | null },
): Promise<void> {
  await db.run(keepReply, [name.workspaceId, name.userId, name.key, row.id, row.status, row.body])
}

const releaseKey = statement(
  'release_idempotency_key',
  `delete from idempotency_key where workspace_id = $1 and user_id = $2 and key = $3 and id = $4`,
)

export async function deleteReservation(db: Executor, name: KeyName, id: string): Promise<void> {
  await db.run(releaseKey, [name.workspaceId, name.userId, name.key, id])
}

const deleteExpired = statement(
  'delete_expired_idempotency_keys',
  `with gone as (delete from idempotency_key where expires_at <= $1 returning 1)
   select count(*)::int as count from gone`,
)

export async function deleteExpiredKeys(db: Executor, now: Date): Promise<number> {
  const [row] = await db.run<{ count: number }>(deleteExpired, [now])
  return row?.count ?? 0
}
