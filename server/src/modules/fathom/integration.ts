import type { FathomIntegration, FathomTest } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { AppError } from '../../platform/errors.ts'
import { type Fathom, FathomError, openFathom } from '../../providers/fathom/index.ts'
import { cancelImportsOf } from './import-queries.ts'
import {
  deleteIntegration,
  findIntegration,
  type Integration,
  lockIntegration,
  saveIntegration,
  showIntegration,
} from './integration-queries.ts'
import { checkConnection } from './check-connection.ts'

const previewCharacters = 4

export function getIntegration({ db }: Context, principal: Principal): Promise<FathomIntegration> {
  return showIntegration(db, principal)
}

/** Fathom with the key of this person; throws when they are not connected. */
export function fathomOf(context: Context, { id, api_key }: Integration): Fathom {
  const { fathomApiUrl, encryptionKey } = context.config
  return openFathom(fathomApiUrl, unseal(encryptionKey, id, api_key))
}

async function getConnected(context: Context, principal: Principal): Promise<Integration> {
  const integration = await findIntegration(context.db, principal)
  if (!integration) throw notConnected()
  return integration
}

export function notConnected(): AppError {
  return new AppError('FATHOM_NOT_CONNECTED', 'Connect Fathom first.')
}

/** Tries the given key, or the stored one. */
export async function testConnection(
  context: Context,
  principal: Principal,
  apiKey: string | undefined,
): Promise<FathomTest> {
  const fathom =
    apiKey === undefined
      ? fathomOf(context, await getConnected(context, principal))
      : openFathom(context.config.fathomApiUrl, apiKey)
  return checkConnection(fathom)
}

/** Connects a person's Fathom, or puts another key or address in the place of the former one. */
export async function connect(
  context: Context,
  principal: Principal,
  { apiKey, baseUrl }: { readonly apiKey: string; readonly baseUrl: string },
): Promise<FathomIntegration> {
  const fathom = openFathom(context.config.fathomApiUrl, apiKey)
  const webhookUrl = `${baseUrl.replace(/\/+$/, '')}/api/webhooks/fathom/${principal.userId}`
  const webhook = await refusing(() => fathom.createWebhook(webhookUrl))
  let former: Integration | undefined
  try {
    former = await replace(context, principal, { apiKey, webhookUrl, webhook })
  } catch (error) {
    // Nobody would know its secret.
    await forgetWebhook(context, fathom, webhook.id)
    throw error
  }
  if (former) await forgetWebhook(context, fathomOf(context, former), former.webhook_id)
  return showIntegration(context.db, principal)
}

/** Answers the connection that was there before. */
function replace(
  context: Context,
  principal: Principal,
  made: {
    readonly apiKey: string
    readonly webhookUrl: string
    readonly webhook: { readonly id: string; readonly secret: string }
  },
): Promise<Integration | undefined> {
  const { apiKey, webhookUrl, webhook } = made
  const { encryptionKey } = context.config
  const { workspaceId, userId } = principal
  const id = context.newId()
  return context.db.transaction(async (tx) => {
    await lockIntegration(tx, principal)
    const former = await findIntegration(tx, principal)
    await saveIntegration(tx, {
      workspaceId,
      userId,
      id,
      webhookUrl,
      sealedKey: seal(encryptionKey, id, apiKey),
      keyPreview: `…${apiKey.slice(-previewCharacters)}`,
      webhookId: webhook.id,
      sealedSecret: seal(encryptionKey, id, webhook.secret),
      now: context.now(),
    })
    return former
  })
}

export async function disconnect(
  context: Context,
  principal: Principal,
): Promise<{ disconnected: true; webhook_deleted: boolean }> {
  const former = await context.db.transaction(async (tx) => {
    await lockIntegration(tx, principal)
    const integration = await findIntegration(tx, principal)
    if (!integration) throw notConnected()
    await cancelImportsOf(tx, principal, context.now())
    await deleteIntegration(tx, principal)
    return integration
  })
  const deleted = await forgetWebhook(context, fathomOf(context, former), former.webhook_id)
  return { disconnected: true, webhook_deleted: deleted }
}

/** Fathom may be away or the key revoked; what the webhook sends is refused without its secret. */
async function forgetWebhook(context: Context, fathom: Fathom, id: string): Promise<boolean> {
  try {
    return await fathom.deleteWebhook(id)
  } catch (error) {
    if (!(error instanceof FathomError)) throw error
    context.log.warn({ reason: error.message }, 'a webhook in Fathom could not be deleted')
    return false
  }
}

/** Turns what Fathom says into what the caller reads. */
async function refusing<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof FathomError)) throw error
    throw toRefusal(error)
  }
}

function toRefusal(error: FathomError): AppError {
  switch (error.failure) {
    case 'bad_key':
      return new AppError('FATHOM_KEY_REFUSED', 'Invalid API key - please check your credentials')
    case 'refused':
      return new AppError('VALIDATION_ERROR', `Fathom refused the webhook: ${error.message}`, {
        field: 'destination_base_url',
        message: 'Fathom may want a public https address.',
      })
    case 'limited': {
      const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1_000)
      return new AppError('RATE_LIMIT_EXCEEDED', "Fathom's rate limit is reached.", undefined, {
        retryAfterSeconds: seconds,
      })
    }
    case 'unavailable':
      return new AppError('FATHOM_UNAVAILABLE', error.message, undefined, { cause: error })
  }
}
