import { payloadVersion } from '@parley/contract'
import type { Context } from '../../context.ts'
import { newWebhookSecret } from '../../platform/crypto/standard-webhooks.ts'
import type { Executor } from '../../platform/db/database.ts'
import { touchLane } from '../delivery/index.ts'
import {
  findAddress,
  insertAddress,
  silenceAddress,
  updateAddress,
} from './agent-address-queries.ts'
import { forgetFailures, updateSecret } from './queries.ts'
import { mergeHeaders, openHeaders, sealSecret } from './sealed-settings.ts'

/** What receivers of voice agents know. */
const events = [
  'call.started',
  'call.answered',
  'transcription.update',
  'tool.executed',
  'call.ended',
]
/** Seconds between attempts: what a call said is of use for a day or two. */
const schedule = [5, 30, 300, 1_800, 7_200, 18_000, 36_000, 50_400]
const maxAgeS = 172_800
const maxConcurrency = 16
/** After a change of the secret, the one before signs too for this long. */
const overlapMs = 86_400_000

export type AddressWish = {
  readonly workspaceId: string
  readonly agentId: string
  readonly userId: string
  /** The agent's webhook so far; null for none. */
  readonly endpointId: string | null
  /** Null: nothing is told any more. */
  readonly url: string | null
  /** The header of that name; null for none. */
  readonly authorization: string | null
}

/**
 * Makes, changes or silences the webhook that a voice agent brings along, and answers its id. What was
 * told so far stays to be seen. The caller has judged the address.
 */
export async function saveAgentAddress(
  tx: Executor,
  context: Context,
  wish: AddressWish,
): Promise<string | null> {
  const { workspaceId, endpointId, url } = wish
  const now = context.now()
  if (url === null) {
    if (endpointId !== null) await silenceAddress(tx, { workspaceId, id: endpointId, now })
    return endpointId
  }
  const id = endpointId ?? context.newId()
  if (endpointId === null) await insert(tx, context, { ...wish, id, url })
  else if (!(await isAsWished(tx, context, { ...wish, id, url }))) {
    await updateAddress(tx, { workspaceId, id, url, headers: headersOf(context, id, wish), now })
    await forgetFailures(tx, workspaceId, id)
  }
  await touchLane(tx, { workspaceId, endpointId: id })
  return id
}

type Wish = AddressWish & { readonly id: string; readonly url: string }

async function insert(tx: Executor, context: Context, wish: Wish): Promise<void> {
  const { workspaceId, id, url, agentId } = wish
  await insertAddress(tx, {
    workspaceId,
    id,
    url,
    headers: headersOf(context, id, wish),
    description: 'Webhook of a voice agent',
    events,
    filters: JSON.stringify({ 'call.agent_id': agentId }),
    secret: sealSecret(context, id, newWebhookSecret()),
    schedule,
    maxAgeS,
    maxConcurrency,
    payloadVersion,
    createdBy: wish.userId,
    now: context.now(),
  })
}

function headersOf(
  context: Context,
  id: string,
  { authorization }: Pick<AddressWish, 'authorization'>,
): string | null {
  const headers = authorization === null ? {} : { authorization }
  return mergeHeaders(context, { id, headers: null }, headers)
}

async function isAsWished(tx: Executor, context: Context, wish: Wish): Promise<boolean> {
  const known = await findAddress(tx, wish.workspaceId, wish.id)
  if (!known?.isActive || known.url !== wish.url) return false
  const { authorization = null } = openHeaders(context, wish.id, known.headers)
  return authorization === wish.authorization
}

/** Answers the new secret. */
export async function rotateAgentSecret(
  tx: Executor,
  context: Context,
  { workspaceId, endpointId: id }: { readonly workspaceId: string; readonly endpointId: string },
): Promise<string> {
  const secret = newWebhookSecret()
  const now = context.now()
  const overlapUntil = new Date(now.getTime() + overlapMs)
  await updateSecret(
    tx,
    { workspaceId, id, now },
    { secret: sealSecret(context, id, secret), overlapUntil },
  )
  await touchLane(tx, { workspaceId, endpointId: id })
  return secret
}
