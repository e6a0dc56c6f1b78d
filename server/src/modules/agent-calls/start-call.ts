import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { invalid } from '../../platform/errors.ts'
import { giveLead } from '../calls/index.ts'
import { toE164In } from '../crm/index.ts'
import { keepAgentEndpoint } from '../delivery/index.ts'
import type { CallRef, NewCall, StartedCall } from './call.ts'
import { type Begun, type CallRow, findFacts, insertCall, setContact } from './call-queries.ts'
import { logEntry } from './log-entry.ts'
import { tell } from './tell.ts'
import { toldOf } from './tell-rules.ts'
import { toJson, toText } from './text-rules.ts'

/** A call that nobody holds is given up after this time. */
const aliveS = 120
const maxParamsLength = 65_536
const maxNameLength = 300
const maxNumberLength = 200

/**
 * Begins a call: PENDING, and `call.started` told, to the webhooks of the workspace and to the
 * address that came with the call.
 */
export async function startCall(
  tx: Executor,
  context: Context,
  call: NewCall,
): Promise<StartedCall> {
  const { workspaceId } = call
  const webhookId = await webhookOf(tx, context, call)
  const row = await toRow(context, call, webhookId ?? null)
  const ref = { workspaceId, callId: row.id }
  const begun = await insertCall(tx, row)
  if (!begun) return knownCall(tx, ref)
  const { startedAt } = begun
  const contactId = begun.contactId ?? (await leadOf(tx, context, row, begun))
  const known = { ...row, ...ref, startedAt, contactId, ringingAt: null, answeredAt: null }
  await tell(tx, context, {
    workspaceId,
    name: 'call.started',
    subjectId: row.id,
    data: { call: toldOf(known) },
  })
  if (call.webhook && webhookId === undefined) await noteWebhook(tx, context, ref)
  return { callId: row.id, isNew: true, contactId, startedAt }
}

/** Whoever calls in and is not known becomes a contact of the call's owner, where that is wanted. */
async function leadOf(
  tx: Executor,
  context: Context,
  { workspaceId, id, direction, userE164, userNumber }: CallRow,
  { ownerId }: Begun,
): Promise<string | null> {
  if (direction !== 'inbound' || userE164 === null) return null
  const typed = userNumber ?? userE164
  const caller = { workspaceId, e164: userE164, typed, ownerId, leadSource: 'agent' }
  const contactId = await giveLead(tx, context, caller)
  if (contactId === undefined) return null
  await setContact(tx, { workspaceId, callId: id }, contactId)
  return contactId
}

async function webhookOf(
  tx: Executor,
  context: Context,
  { workspaceId, webhook }: NewCall,
): Promise<string | undefined> {
  return webhook ? keepAgentEndpoint(tx, context, { workspaceId, ...webhook }) : undefined
}

/** The call goes on without it. */
function noteWebhook(tx: Executor, context: Context, ref: CallRef): Promise<void> {
  return logEntry(tx, context, ref, {
    category: 'CALL',
    message: 'The webhook of the call is not told: its address is none, or there are too many.',
  })
}

async function knownCall(tx: Executor, { workspaceId, callId }: CallRef): Promise<StartedCall> {
  const known = await findFacts(tx, workspaceId, callId)
  if (!known) throw new Error(`There is a conversation ${callId} that is no call of an agent.`)
  return { callId, isNew: false, contactId: known.contactId, startedAt: known.startedAt }
}

async function toRow(context: Context, call: NewCall, webhookId: string | null): Promise<CallRow> {
  const { workspaceId, agent, direction } = call
  const { from, to } = await numbersOf(context, call)
  const user = direction === 'inbound' ? from : to
  const at = context.now()
  return {
    workspaceId,
    id: call.callId ?? context.newId(),
    agentId: agent.id,
    versionId: agent.versionId,
    agentName: agent.name === null ? null : toText(agent.name, maxNameLength),
    agentDetails: agent.details === undefined ? null : JSON.stringify(agent.details),
    channel: call.channel,
    direction,
    fromNumber: from.shown,
    fromE164: from.e164,
    toNumber: to.shown,
    toE164: to.e164,
    userNumber: user.shown,
    userE164: user.e164,
    params: paramsOf(call),
    language: agent.language ?? null,
    ownerId: call.ownerId ?? null,
    apiKeyId: call.apiKeyId ?? null,
    campaignId: call.campaignId ?? null,
    webhookId,
    nodeId: call.nodeId ?? null,
    at,
    aliveUntil: new Date(at.getTime() + (call.aliveSeconds ?? aliveS) * 1_000),
  }
}

async function numbersOf(context: Context, { workspaceId, fromNumber, toNumber }: NewCall) {
  const read = async (number: string | null | undefined) => {
    const typed = number ? toText(number, maxNumberLength) : null
    const e164 = typed === null ? null : await toE164In(context, workspaceId, typed)
    return { shown: e164 ?? typed, e164 }
  }
  return { from: await read(fromNumber), to: await read(toNumber) }
}

/** They are echoed in the outcome, so that nothing of them may be left out. */
function paramsOf({ params = {} }: NewCall): string {
  if (JSON.stringify(params).length > maxParamsLength) {
    throw invalid('params', `'params' may have at most ${maxParamsLength} characters of JSON.`)
  }
  return toJson(params, maxParamsLength)
}
