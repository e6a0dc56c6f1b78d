import type { Tier } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { hashOf, newKey, previewOf } from './key-format.ts'
import { insertKey, insertSecret } from './key-queries.ts'

export type NewKey = {
  readonly workspaceId: string
  /** A member of the workspace. */
  readonly userId: string
  readonly name: string
  /** Values of `Permission` in the contract. */
  readonly scopes: readonly string[]
  readonly tier?: Tier
  /** Requests an hour, instead of the tier's. */
  readonly rateLimit?: number | undefined
  readonly expiresAt?: Date | undefined
  readonly allowedAddresses?: readonly string[] | undefined
}

/** Makes a key. The answer is the only time it is seen: only its hash is kept. */
export async function createApiKey(
  tx: Executor,
  context: Context,
  wanted: NewKey,
): Promise<{ id: string; key: string }> {
  const id = context.newId()
  const key = newKey()
  const { workspaceId } = wanted
  await insertKey(tx, {
    workspaceId,
    id,
    userId: wanted.userId,
    name: wanted.name,
    preview: previewOf(key),
    scopes: wanted.scopes,
    tier: wanted.tier ?? 'standard',
    rateLimit: wanted.rateLimit ?? null,
    allowedAddresses: wanted.allowedAddresses ?? null,
    expiresAt: wanted.expiresAt ?? null,
    createdAt: context.now(),
  })
  await insertSecret(tx, { workspaceId, keyId: id, hash: hashOf(key) })
  return { id, key }
}
