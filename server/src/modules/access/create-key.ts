import type { EventData, Permission, Tier } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { hashOf, newKey, previewOf } from './key-format.ts'
import { insertKey, insertSecret } from './key-queries.ts'
import { requestsAnHour } from './rules.ts'

export type NewKey = {
  readonly workspaceId: string
  /** A member of the workspace: whose key it is, and who made it. */
  readonly userId: string
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly tier?: Tier
  /** Requests an hour, instead of the tier's. */
  readonly rateLimit?: number | null | undefined
  readonly expiresAt?: Date | null | undefined
  /** IP addresses and CIDR ranges; absent means any. */
  readonly allowedAddresses?: readonly string[] | null | undefined
}

/**
 * Makes a key and announces it; wake the relay after the commit. The answer is the only time the key
 * is seen: only its hash is kept.
 */
export async function createApiKey(
  tx: Executor,
  context: Context,
  wanted: NewKey,
): Promise<{ id: string; key: string }> {
  const id = context.newId()
  const key = newKey()
  const createdAt = context.now()
  const { workspaceId, userId, name, scopes, tier = 'standard' } = wanted
  const { rateLimit = null, expiresAt = null, allowedAddresses = null } = wanted
  const preview = previewOf(key)
  const row = { workspaceId, id, userId, name, preview, scopes, tier, rateLimit }
  await insertKey(tx, { ...row, allowedAddresses, expiresAt, createdAt })
  await insertSecret(tx, { workspaceId, keyId: id, hash: hashOf(key) })
  const data: EventData<'api_key.created'> = {
    id,
    name,
    key_preview: preview,
    user_id: userId,
    permissions: [...scopes],
    tier,
    rate_limit: requestsAnHour(tier, rateLimit),
    expires_at: expiresAt?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  }
  await emit(tx, {
    workspaceId,
    id: context.newId(),
    name: 'api_key.created',
    subjectType: 'api_key',
    subjectId: id,
    actorUserId: userId,
    data,
  })
  return { id, key }
}
