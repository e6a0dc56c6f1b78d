import type { AddedDoNotCall, DoNotCall, ListDoNotCall, NewDoNotCall } from '@parley/contract'
import { listLimits } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { emit } from '../../platform/events/event.ts'
import { countryOf, toE164 } from '../crm/index.ts'
import {
  deleteEntry,
  type EntryOrigin,
  hasCampaign,
  insertEntries,
  selectEntries,
} from './do-not-call-queries.ts'
import { numbersOfCsv } from './number-list.ts'

export type Caller = { readonly context: Context; readonly principal: Principal }

export async function listDoNotCall(
  { context, principal }: Caller,
  { campaignId, search, take, skip }: ListDoNotCall,
) {
  return selectEntries(context.db, {
    workspaceId: principal.workspaceId,
    search: search?.trim() || null,
    scope: campaignId === undefined ? 'any' : campaignId === 'none' ? 'workspace' : 'campaign',
    campaignId: campaignId === 'none' ? null : (campaignId ?? null),
    limit: take,
    offset: (skip - 1) * take,
  })
}

export async function addDoNotCall(
  { context, principal }: Caller,
  wanted: NewDoNotCall,
): Promise<AddedDoNotCall> {
  const { workspaceId, userId } = principal
  const typed = await typedNumbers(wanted)
  const country = await countryOf(context, workspaceId)
  const problems: AddedDoNotCall['problems'] = []
  const numbers: string[] = []
  for (const [index, phoneNumber] of typed.entries()) {
    const e164 = toE164(phoneNumber, country)
    if (e164) numbers.push(e164)
    else problems.push({ row: index + 1, phoneNumber, message: 'This is no telephone number.' })
  }
  const distinct = [...new Set(numbers)]
  const { campaignId = null, note = null } = wanted
  const isImport = wanted.csv !== undefined || typed.length > 1
  const added = await context.db.transaction(async (tx) => {
    if (campaignId !== null && !(await hasCampaign(tx, workspaceId, campaignId))) {
      throw new AppError('CAMPAIGN_NOT_FOUND', 'There is no such campaign.')
    }
    const source = isImport ? 'import' : 'manual'
    const origin = {
      workspaceId,
      campaignId,
      source,
      note,
      callId: null,
      createdBy: userId,
    } as const
    return addNumbers(tx, context, distinct, { ...origin, at: context.now() })
  })
  context.wakeRelay()
  return {
    added,
    duplicates: numbers.length - added,
    rejected: problems.length,
    problems: problems.slice(0, 100),
  }
}

async function typedNumbers({ phoneNumber, phoneNumbers, csv }: NewDoNotCall): Promise<string[]> {
  const typed = [
    ...(phoneNumber === undefined ? [] : [phoneNumber]),
    ...(phoneNumbers ?? []),
    ...(csv === undefined ? [] : await numbersOfCsv(csv)),
  ]
  if (typed.length === 0) {
    throw invalid('phoneNumbers', "Send numbers in 'phoneNumbers', or a file's text in 'csv'.")
  }
  if (typed.length > listLimits.byRequest) {
    throw invalid('csv', `At most ${listLimits.byRequest} numbers can be added at once.`)
  }
  return typed
}

export async function removeDoNotCall(
  { context, principal }: Caller,
  id: string,
): Promise<{ id: string; deleted: true }> {
  if (!(await deleteEntry(context.db, principal.workspaceId, id))) {
    throw new AppError('DO_NOT_CALL_NOT_FOUND', 'There is no such entry.')
  }
  return { id, deleted: true }
}

/** Numbers in E.164, each once. Answers how many were not listed before. */
async function addNumbers(
  tx: Executor,
  context: Context,
  numbers: readonly string[],
  origin: EntryOrigin,
): Promise<number> {
  const entries = numbers.map((number) => ({ id: context.newId(), number }))
  const added = await insertEntries(tx, entries, origin)
  const [first] = added
  if (first) await announce(tx, context, origin, { ...first, count: added.length })
  return added.length
}

async function announce(
  tx: Executor,
  { newId }: Context,
  { workspaceId, campaignId, source, callId, createdBy }: EntryOrigin,
  { id, number, count }: { readonly id: string; readonly number: string; readonly count: number },
): Promise<void> {
  const told = { id, phone_number: number, campaign_id: campaignId, source, call_id: callId, count }
  await emit(tx, {
    workspaceId,
    id: newId(),
    name: 'do_not_call.added',
    subjectType: 'do_not_call',
    subjectId: id,
    actorUserId: createdBy,
    data: { do_not_call: told },
  })
}

type OptOut = {
  readonly workspaceId: string
  /** In E.164. */
  readonly number: string
  /** The call in which it was asked for. */
  readonly callId: string | null
  readonly note?: string | null
}

/**
 * Lists a number because whoever has it asked not to be called again. In the transaction of the call's
 * outcome: both are known, or neither. Again changes nothing.
 */
export async function recordOptOut(
  tx: Executor,
  context: Context,
  { workspaceId, number, callId, note = null }: OptOut,
): Promise<boolean> {
  const source: DoNotCall['source'] = 'opt_out'
  const origin = { workspaceId, campaignId: null, source, note, callId, createdBy: null }
  return (await addNumbers(tx, context, [number], { ...origin, at: context.now() })) > 0
}
