import type { EventData } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { type RevokedKey, updateRevoked } from './key-queries.ts'
import { stateOf } from './state.ts'

/** Which keys, and who ends them. */
export type Revocation = {
  readonly workspaceId: string
  /** Null when nobody in particular does. */
  readonly actorUserId: string | null
} & ({ readonly id: string } | { readonly userId: string })

/**
 * Ends keys for good and announces those that were not ended before; wake the relay after the
 * commit. On this node they stop working with the commit, on others within five seconds.
 */
export async function revokeKeys(
  tx: Executor,
  context: Context,
  revocation: Revocation,
): Promise<void> {
  const now = context.now()
  const { workspaceId, actorUserId } = revocation
  for (const key of await updateRevoked(tx, revocation, now)) {
    stateOf(context).keyring.forget(key.id)
    await emit(tx, {
      workspaceId,
      id: context.newId(),
      name: 'api_key.revoked',
      subjectType: 'api_key',
      subjectId: key.id,
      actorUserId,
      data: revoked(key, now),
    })
  }
}

function revoked(key: RevokedKey, now: Date): EventData<'api_key.revoked'> {
  const { id, name, key_preview, user_id } = key
  return { id, name, key_preview, user_id, revoked_at: now.toISOString() }
}

/** For a person who leaves a workspace. */
export async function revokeKeysOfUser(
  tx: Executor,
  context: Context,
  who: { workspaceId: string; userId: string; actorUserId: string | null },
): Promise<void> {
  await revokeKeys(tx, context, who)
}

/** After a commit that changed what a member may do: their keys mean something else now. */
export function forgetKeysOfUser(
  context: Context,
  { workspaceId, userId }: { workspaceId: string; userId: string },
): void {
  stateOf(context).keyring.forgetUser(workspaceId, userId)
}
