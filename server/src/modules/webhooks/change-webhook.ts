import type { Webhook, WebhookChanges, WebhookWithSecret } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { newWebhookSecret } from '../../platform/crypto/standard-webhooks.ts'
import type { Executor } from '../../platform/db/database.ts'
import { throughDeadlocks } from '../../platform/db/deadlock.ts'
import { touchLane } from '../delivery/index.ts'
import {
  deleteDeliveries,
  deleteWebhook,
  findWebhook,
  forgetDisabling,
  forgetFailures,
  lockWebhook,
  updatePaused,
  updateSecret,
  updateWebhook,
  type WebhookRow,
  type WebhookSettings,
} from './queries.ts'
import { mergeHeaders, sealSecret } from './sealed-settings.ts'
import { notFound, readWebhook, requireReachable } from './webhooks.ts'

const hourMs = 3_600_000
/** Deliveries deleted in one statement, with some ten attempts each. */
const deletedAtOnce = 5_000

export async function changeWebhook(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: WebhookChanges },
): Promise<Webhook> {
  const { workspaceId } = principal
  if (changes.url !== undefined) {
    await readWebhook(context.db, context, workspaceId, id)
    await requireReachable(context, changes.url)
  }
  return change(context, { workspaceId, id }, async (tx, row) => {
    const settings = settingsAfter(context, row, changes)
    await updateWebhook(tx, { workspaceId, id, now: context.now() }, settings)
    if (changes.is_active === false) await forgetDisabling(tx, workspaceId, id)
    if (changes.is_active && !row.is_active) await forgetFailures(tx, workspaceId, id)
  })
}

function settingsAfter(
  context: Context,
  row: WebhookRow,
  changes: WebhookChanges,
): WebhookSettings {
  return { ...wishesAfter(row, changes), ...sendingAfter(context, row, changes) }
}

/** What is sent, and where. */
function wishesAfter(row: WebhookRow, changes: WebhookChanges) {
  const { description, filters } = changes
  return {
    url: changes.url ?? row.url,
    description: description === undefined ? row.description : description,
    events: changes.events ?? row.events,
    filters: filters ? JSON.stringify(filters) : row.filters,
    is_active: changes.is_active ?? row.is_active,
    payload_version: changes.payload_version ?? row.payload_version,
  }
}

/** How it is sent. */
function sendingAfter(context: Context, row: WebhookRow, changes: WebhookChanges) {
  const { retry_policy: policy, headers, rate_limit: rateLimit } = changes
  return {
    retry_schedule: policy?.schedule ?? row.retry_schedule,
    max_age: policy?.max_age ?? row.max_age,
    headers: headers ? mergeHeaders(context, row, headers) : row.headers,
    rate_limit: rateLimit === undefined ? row.rate_limit : rateLimit,
    max_concurrency: changes.max_concurrency ?? row.max_concurrency,
    fifo: changes.fifo ?? row.fifo,
  }
}

export function pauseWebhook(
  context: Context,
  { workspaceId }: Principal,
  id: string,
): Promise<Webhook> {
  const now = context.now()
  return change(context, { workspaceId, id }, (tx) =>
    updatePaused(tx, { workspaceId, id, now }, now),
  )
}

export function resumeWebhook(
  context: Context,
  { workspaceId }: Principal,
  id: string,
): Promise<Webhook> {
  return change(context, { workspaceId, id }, (tx) =>
    updatePaused(tx, { workspaceId, id, now: context.now() }, null),
  )
}

export async function rotateSecret(
  context: Context,
  { workspaceId }: Principal,
  wanted: {
    readonly id: string
    readonly secret: string | undefined
    readonly overlapHours: number
  },
): Promise<WebhookWithSecret> {
  const { id, secret = newWebhookSecret(), overlapHours } = wanted
  const now = context.now()
  const overlapUntil = overlapHours > 0 ? new Date(now.getTime() + overlapHours * hourMs) : null
  const webhook = await change(context, { workspaceId, id }, (tx) =>
    updateSecret(
      tx,
      { workspaceId, id, now },
      { secret: sealSecret(context, id, secret), overlapUntil },
    ),
  )
  return { ...webhook, secret }
}

/** Runs `work` on the locked webhook, tells the sender, and answers what became of it. */
async function change(
  context: Context,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  work: (tx: Executor, row: WebhookRow) => Promise<void>,
): Promise<Webhook> {
  return context.db.transaction(async (tx) => {
    const row = (await lockWebhook(tx, workspaceId, id))
      ? await findWebhook(tx, workspaceId, id, context.now())
      : undefined
    if (!row) throw notFound(id)
    await work(tx, row)
    await touchLane(tx, { workspaceId, endpointId: id })
    return readWebhook(tx, context, workspaceId, id)
  })
}

/** Switches it off first: its log can be long, and goes piece by piece. */
export async function removeWebhook(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const { workspaceId } = principal
  await changeWebhook(context, principal, { id, changes: { is_active: false } })
  let deleted = deletedAtOnce
  while (deleted === deletedAtOnce) {
    // Results of what was under way are still being written.
    deleted = await throughDeadlocks(() =>
      deleteDeliveries(context.db, { workspaceId, id }, deletedAtOnce),
    )
  }
  await throughDeadlocks(() => deleteWebhook(context.db, workspaceId, id))
}
