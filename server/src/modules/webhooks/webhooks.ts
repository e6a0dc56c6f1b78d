import type { ListWebhooks, NewWebhook, Webhook, WebhookWithSecret } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { newWebhookSecret } from '../../platform/crypto/standard-webhooks.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { OutboundError } from '../../platform/guarded-http/index.ts'
import { touchLane } from '../delivery/index.ts'
import {
  countWebhooks,
  findWebhook,
  insertWebhook,
  selectWebhooks,
  type WebhookRow,
} from './queries.ts'
import { requireReader } from './rights.ts'
import { mergeHeaders, sealSecret, shownHeaders } from './sealed-settings.ts'

/** Each event is compared with all of them. */
const maxWebhooksPerWorkspace = 1_000

export function notFound(id: string): AppError {
  return new AppError('WEBHOOK_NOT_FOUND', `There is no webhook ${id}.`)
}

export async function listWebhooks(context: Context, principal: Principal, query: ListWebhooks) {
  requireReader(principal)
  const { workspaceId } = principal
  const { limit, cursor, is_active: isActive = null } = query
  const offset = cursor === undefined ? query.offset : 0
  const [found, total] = await Promise.all([
    selectWebhooks(
      context.db,
      { workspaceId, now: context.now(), isActive },
      { before: cursor ?? null, limit: limit + 1, offset },
    ),
    countWebhooks(context.db, workspaceId, isActive),
  ])
  const webhooks = found.slice(0, limit).map((row) => toWebhook(context, row))
  const hasMore = found.length > limit
  return { webhooks, total, offset, nextCursor: hasMore ? (webhooks.at(-1)?.id ?? null) : null }
}

export async function getWebhook(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Webhook> {
  requireReader(principal)
  return readWebhook(context.db, context, principal.workspaceId, id)
}

/** Throws when there is none. */
export async function readWebhook(
  db: Pick<Executor, 'run'>,
  context: Context,
  workspaceId: string,
  id: string,
): Promise<Webhook> {
  const row = await findWebhook(db, workspaceId, id, context.now())
  if (!row) throw notFound(id)
  return toWebhook(context, row)
}

export async function createWebhook(
  context: Context,
  principal: Principal,
  body: NewWebhook,
): Promise<WebhookWithSecret> {
  const { workspaceId, userId: createdBy } = principal
  await requireReachable(context, body.url)
  const id = context.newId()
  const { secret = newWebhookSecret(), retry_policy, headers, filters, ...rest } = body
  const settings = {
    ...rest,
    description: body.description ?? null,
    filters: JSON.stringify(filters),
    retry_schedule: retry_policy.schedule,
    max_age: retry_policy.max_age,
    headers: mergeHeaders(context, { id, headers: null }, headers),
  }
  return context.db.transaction(async (tx) => {
    await requireRoom(tx, workspaceId)
    const sealed = sealSecret(context, id, secret)
    const now = context.now()
    await insertWebhook(tx, { workspaceId, id, secret: sealed, createdBy, now, settings })
    await touchLane(tx, { workspaceId, endpointId: id })
    return { ...(await readWebhook(tx, context, workspaceId, id)), secret }
  })
}

async function requireRoom(tx: Executor, workspaceId: string): Promise<void> {
  if ((await countWebhooks(tx, workspaceId, null)) < maxWebhooksPerWorkspace) return
  const message = `A workspace has at most ${maxWebhooksPerWorkspace} webhooks; delete some first.`
  throw new AppError('CONFLICT', message)
}

/** The rule by which deliveries are sent, applied before there are any. */
export async function requireReachable({ outbound }: Context, url: string): Promise<void> {
  try {
    await outbound.judge(url)
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error
    throw invalid('url', error.message)
  }
}

function toWebhook(context: Context, row: WebhookRow): Webhook {
  const { retry_schedule: schedule, max_age, filters, headers, ...rest } = row
  return {
    ...rest,
    filters: JSON.parse(filters) as Webhook['filters'],
    retry_policy: { schedule, max_age },
    headers: shownHeaders(context, row.id, headers),
  }
}
