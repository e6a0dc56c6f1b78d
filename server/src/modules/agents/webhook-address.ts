import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { authorizationOf } from '../delivery/index.ts'
import { rotateAgentSecret, saveAgentAddress } from '../webhooks/index.ts'
import { definitionOf } from './open-agent.ts'
import { findLive, lockAgent, setWebhook } from './queries.ts'
import { agentNotFound, type Caller } from './rights.ts'
import { openSecrets } from './secrets.ts'

type Key = { readonly workspaceId: string; readonly id: string; readonly userId: string }

/** Calls are told to the address of the version that is live: brings the webhook in line with it. */
export async function alignWebhook(tx: Executor, context: Context, key: Key): Promise<void> {
  const { workspaceId, id, userId } = key
  const live = await findLive(tx, workspaceId, id)
  if (!live) return
  const { webhookUrl: url, webhookAuthKey } = definitionOf(live)
  const secret = url === null ? undefined : openSecrets(context, id, live.secrets).webhookSecret
  const endpointId = await saveAgentAddress(tx, context, {
    workspaceId,
    agentId: id,
    userId,
    endpointId: live.webhook_endpoint_id,
    url,
    authorization: authorizationOf({ authKey: webhookAuthKey, authSecret: secret }) ?? null,
  })
  if (endpointId !== null && endpointId !== live.webhook_endpoint_id) {
    await setWebhook(tx, { workspaceId, id }, endpointId)
  }
}

/** Nothing is told of an agent that is gone. */
export async function silenceWebhook(
  tx: Executor,
  context: Context,
  { workspaceId, id, userId, endpointId }: Key & { readonly endpointId: string | null },
): Promise<void> {
  await saveAgentAddress(tx, context, {
    workspaceId,
    agentId: id,
    userId,
    endpointId,
    url: null,
    authorization: null,
  })
}

/** A new secret for the signatures, shown once; only where an address was ever given. */
export async function rotateWebhookSecret(
  { context, principal }: Caller,
  id: string,
): Promise<string> {
  const { workspaceId } = principal
  return context.db.transaction(async (tx) => {
    const row = await lockAgent(tx, workspaceId, id)
    if (!row) throw agentNotFound(id)
    if (row.webhook_endpoint_id === null) {
      throw new AppError('CONFLICT', 'The voice agent has no webhook: give it a webhookUrl first.')
    }
    return rotateAgentSecret(tx, context, { workspaceId, endpointId: row.webhook_endpoint_id })
  })
}
