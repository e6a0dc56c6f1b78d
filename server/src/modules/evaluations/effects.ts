import type { EffectKind, EvaluationContent, EvaluationEffect } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { changeDeal, insertActivity, insertTask, removeActivity, removeTask } from '../crm/index.ts'
import {
  type EffectRow,
  lockLastContact,
  type NewEffect,
  selectEffects,
  setUndone,
} from './effect-queries.ts'
import { activityOf, dayIn, isContact, taskOf } from './effect-rules.ts'
import { type ConversationFacts, findConversation } from './queries.ts'
import type { StoredSettings } from './settings-queries.ts'
import { holdLine } from './work-queries.ts'

type Effecting = {
  readonly tx: Executor
  readonly context: Context
  readonly workspaceId: string
  readonly facts: ConversationFacts
  readonly content: EvaluationContent
  /** As whom it is done: who asked for the evaluation, or the owner of the conversation. */
  readonly actorId: string
  /** What was done before. */
  readonly done: readonly EffectKind[]
}

/** What a deal's date was, and what it was set to: undone only while it is still that. */
type LastContact = { readonly date: string | null; readonly set: string }

/**
 * Tells the CRM what an evaluation found, as far as the workspace wants it, each thing once for a
 * conversation; answers what the caller is to keep of it. The caller holds the line of the workspace.
 */
export async function makeEffects(
  effecting: Effecting,
  wants: StoredSettings,
): Promise<NewEffect[]> {
  const isNew = (kind: EffectKind) => !effecting.done.includes(kind)
  const made = [
    wants.log_activity && isNew('activity') && (await logActivity(effecting)),
    wants.create_task && isNew('task') && (await createTask(effecting)),
    wants.set_last_contact && isNew('last_contact') && (await setLastContact(effecting)),
  ]
  return made.filter((effect) => effect !== false && effect !== undefined)
}

type Made = Promise<NewEffect | undefined>

async function logActivity(effecting: Effecting): Made {
  const { tx, facts, content } = effecting
  // Of somebody nobody knows there is no timeline that it could stand in.
  if (!facts.contactId && !facts.dealId && !facts.companyId) return undefined
  const row = { ...activityOf(facts, content), ...linksOf(facts), owner_id: facts.ownerId }
  const id = await insertActivity(tx, callerOf(effecting), row)
  return id === undefined ? undefined : effectOf(facts, 'activity', id)
}

async function createTask(effecting: Effecting): Made {
  const { tx, context, facts, content } = effecting
  // The dialer asked for a follow-up of its own.
  if (facts.followUpTaskId !== null) return undefined
  const task = taskOf(facts, content, dayIn(facts.timeZone, context.now()))
  if (!task) return undefined
  const owner = { owner_id: facts.ownerId, assignee_id: facts.ownerId }
  const id = await insertTask(tx, callerOf(effecting), { ...task, ...linksOf(facts), ...owner })
  return id === undefined ? undefined : effectOf(facts, 'task', id)
}

async function setLastContact(effecting: Effecting): Made {
  const { tx, workspaceId, facts, content } = effecting
  const { dealId } = facts
  if (dealId === null || !isContact(content)) return undefined
  const day = dayIn(facts.timeZone, facts.startedAt)
  const deal = await lockLastContact(tx, workspaceId, dealId)
  if (!deal || (deal.date !== null && deal.date >= day)) return undefined
  const change = { id: dealId, last_contact_date: day }
  if (!(await changeDeal(tx, callerOf(effecting), change))) return undefined
  return effectOf(facts, 'last_contact', dealId, { date: deal.date, set: day })
}

const linksOf = ({ contactId, companyId, dealId }: ConversationFacts) => ({
  contact_id: contactId,
  company_id: companyId,
  deal_id: dealId,
})

function effectOf(
  { id: conversation_id }: ConversationFacts,
  kind: EffectKind,
  record_id: string,
  before?: LastContact,
): NewEffect {
  return { conversation_id, kind, record_id, before: before ? JSON.stringify(before) : null }
}

/** Whoever asked, what follows belongs to the owner of the conversation. */
function callerOf({
  context,
  workspaceId,
  actorId,
}: Pick<Effecting, 'context' | 'workspaceId' | 'actorId'>) {
  const principal: Principal = {
    workspaceId,
    userId: actorId,
    keyId: undefined,
    role: 'owner',
    scopes: new Set(['admin']),
    seesAllRows: true,
  }
  return { context, principal }
}

/** Takes back what is not taken back yet, and answers all effects there were. */
export async function undoEffects(
  context: Context,
  principal: Principal,
  { conversationId, kind }: { conversationId: string; kind: EffectKind | undefined },
): Promise<EvaluationEffect[]> {
  const { workspaceId, userId } = principal
  const effects = await context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    if (!(await findConversation(tx, principal, conversationId))) {
      throw new AppError('CONVERSATION_NOT_FOUND', 'There is no such conversation.')
    }
    const by = { by: userId, at: context.now() }
    const undone = await setUndone(tx, { workspaceId, conversationId, kind: kind ?? null, ...by })
    const caller = callerOf({ context, workspaceId, actorId: userId })
    for (const effect of undone) await undo(tx, caller, effect)
    return selectEffects(tx, workspaceId, [conversationId])
  })
  context.wakeRelay()
  return effects.map(toEffect)
}

async function undo(
  tx: Executor,
  caller: ReturnType<typeof callerOf>,
  { kind, record_id: id, before }: EffectRow,
): Promise<void> {
  switch (kind) {
    case 'activity':
      return removeActivity(tx, caller, id)
    case 'task':
      return removeTask(tx, caller, id)
    case 'last_contact': {
      const { date, set } = JSON.parse(before ?? '{}') as LastContact
      const deal = await lockLastContact(tx, caller.principal.workspaceId, id)
      if (deal?.date === set) await changeDeal(tx, caller, { id, last_contact_date: date })
    }
  }
}

export function toEffect(row: EffectRow): EvaluationEffect {
  const { kind, record_id, created_at, undone_at, undone_by } = row
  return { kind, record_id, created_at, undone_at, undone_by }
}
