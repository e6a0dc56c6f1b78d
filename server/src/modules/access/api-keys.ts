import type { ApiKey, CreateApiKey, ListApiKeys, NewApiKey, UpdateApiKey } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { createApiKey } from './create-key.ts'
import { hashOf, newKey, previewOf } from './key-format.ts'
import {
  countKeys,
  deleteKey,
  findKey,
  type KeyRow,
  lockKey,
  replaceSecret,
  selectKeys,
  updateKey,
} from './key-queries.ts'
import { expiryOf, reachable, requireGrantable } from './manage-rights.ts'
import { revokeKeys } from './revoke-keys.ts'
import { requestsAnHour } from './rules.ts'
import { stateOf } from './state.ts'

/** Each key has its own allowance of requests: without a limit, keys would be a way around theirs. */
const maxActiveKeysPerUser = 100
const hourMs = 3_600_000
const shownOnce = 'Keep this key somewhere safe: it is not shown again.'

export async function listApiKeys(context: Context, principal: Principal, query: ListApiKeys) {
  const filter = reachable(context, principal)
  const { limit, offset, status = null, user_id: userId = filter.userId } = query
  // Others' keys do not exist for somebody who reaches only their own.
  if (filter.userId !== null && userId !== filter.userId) return { keys: [], total: 0 }
  const { rows, total } = await selectKeys(
    context.db,
    { ...filter, userId },
    { status, limit, offset },
  )
  return { keys: rows.map(toApiKey), total }
}

export async function getApiKey(
  context: Context,
  principal: Principal,
  id: string,
): Promise<ApiKey> {
  const row = await findKey(context.db, reachable(context, principal), id)
  return toApiKey(row ?? refuseUnknown(id))
}

export async function addApiKey(
  context: Context,
  principal: Principal,
  body: CreateApiKey,
): Promise<NewApiKey> {
  const filter = reachable(context, principal)
  const { workspaceId, userId } = principal
  requireGrantable(principal, body)
  const expiresAt = expiryOf(context, body)
  const made = await context.db.transaction(async (tx) => {
    await requireRoom(tx, context, principal)
    const { id, key } = await createApiKey(tx, context, {
      workspaceId,
      userId,
      name: body.name,
      scopes: body.permissions,
      tier: body.tier,
      rateLimit: body.rate_limit,
      expiresAt,
      allowedAddresses: body.allowed_addresses,
    })
    const row = (await findKey(tx, filter, id)) ?? refuseUnknown(id)
    return { ...toApiKey(row), api_key: key, message: shownOnce }
  })
  context.wakeRelay()
  return made
}

async function requireRoom(tx: Executor, context: Context, principal: Principal): Promise<void> {
  const { workspaceId, userId } = principal
  const active = await countKeys(tx, { workspaceId, userId, now: context.now() }, 'active')
  if (active < maxActiveKeysPerUser) return
  throw new AppError('CONFLICT', `You have ${active} keys; revoke those you do not need.`)
}

export async function changeApiKey(
  context: Context,
  principal: Principal,
  { id, body }: { id: string; body: UpdateApiKey },
): Promise<ApiKey> {
  requireGrantable(principal, body)
  const expiresAt = body.expires_at === undefined ? undefined : expiryOf(context, body)
  return change(context, principal, id, async (tx, key) => {
    await updateKey(
      tx,
      principal.workspaceId,
      {
        id,
        name: body.name ?? key.name,
        permissions: body.permissions ?? key.permissions,
        tier: body.tier ?? key.tier,
        rate_limit: body.rate_limit === undefined ? key.rate_limit : body.rate_limit,
        expires_at: expiresAt === undefined ? key.expires_at : (expiresAt?.toISOString() ?? null),
        allowed_addresses:
          body.allowed_addresses === undefined ? key.allowed_addresses : body.allowed_addresses,
      },
      context.now(),
    )
  })
}

/** Only one's own: whoever sees the new secret can act as the key's user. */
export async function rotateApiKey(
  context: Context,
  principal: Principal,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<NewApiKey> {
  const secret = newKey()
  const rotated = await change(context, principal, id, async (tx, key) => {
    if (key.user_id !== principal.userId) {
      throw new AppError(
        'INSUFFICIENT_PERMISSIONS',
        'Only the person whose key it is can rotate it. You can revoke it.',
      )
    }
    if (key.status === 'expired') throw new AppError('CONFLICT', 'This API key has expired.')
    const now = context.now()
    await replaceSecret(
      tx,
      {
        workspaceId: principal.workspaceId,
        keyId: id,
        hash: hashOf(secret),
        preview: previewOf(secret),
      },
      { now, until: new Date(now.getTime() + overlapHours * hourMs) },
    )
  })
  return { ...rotated, api_key: secret, message: shownOnce }
}

/** Runs `work` on a key that is not revoked, and answers what it made of it. */
async function change(
  context: Context,
  principal: Principal,
  id: string,
  work: (tx: Executor, key: KeyRow) => Promise<void>,
): Promise<ApiKey> {
  const filter = reachable(context, principal)
  return context.db.transaction(async (tx) => {
    const key = (await lockKey(tx, filter, id)) ?? refuseUnknown(id)
    if (key.status === 'revoked') throw new AppError('CONFLICT', 'This API key was revoked.')
    await work(tx, key)
    stateOf(context).keyring.forget(id)
    return toApiKey((await findKey(tx, filter, id)) ?? refuseUnknown(id))
  })
}

export async function revokeApiKey(
  context: Context,
  principal: Principal,
  id: string,
): Promise<ApiKey> {
  const filter = reachable(context, principal)
  const { workspaceId, userId: actorUserId } = principal
  const revoked = await context.db.transaction(async (tx) => {
    if (!(await lockKey(tx, filter, id))) refuseUnknown(id)
    await revokeKeys(tx, context, { workspaceId, id, actorUserId })
    return toApiKey((await findKey(tx, filter, id)) ?? refuseUnknown(id))
  })
  context.wakeRelay()
  return revoked
}

export async function removeApiKey(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const filter = reachable(context, principal)
  const { workspaceId, userId: actorUserId } = principal
  await context.db.transaction(async (tx) => {
    if (!(await lockKey(tx, filter, id))) refuseUnknown(id)
    await revokeKeys(tx, context, { workspaceId, id, actorUserId })
    await deleteKey(tx, workspaceId, id)
  })
  context.wakeRelay()
}

function toApiKey(row: KeyRow): ApiKey {
  return { ...row, rate_limit: requestsAnHour(row.tier, row.rate_limit) }
}

function refuseUnknown(id: string): never {
  throw new AppError('API_KEY_NOT_FOUND', `There is no API key ${id}.`)
}
