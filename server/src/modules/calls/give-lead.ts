import type { Context } from '../../context.ts'
import { actingFor } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { insertContact } from '../crm/index.ts'
import { lockOf } from './capture-identity.ts'
import { holdLocks, selectContactsByNumber, wantsLeadOf } from './resolve-queries.ts'

/** Somebody who called, and whom nobody knows by that number. */
type UnknownCaller = {
  readonly workspaceId: string
  readonly e164: string
  /** As it is shown, which is also their name until somebody knows better. */
  readonly typed: string
  /** Whose lead it is. */
  readonly ownerId: string
  /** The door by which they came. */
  readonly leadSource: string
}

/**
 * Makes a contact of a number, where the workspace wants contacts of unknown callers: one of each number,
 * whichever door or node sees it first. Undefined: not wanted, or the number of a member. In the caller's
 * transaction.
 */
export async function giveLead(
  tx: Executor,
  context: Context,
  { workspaceId, e164, typed, ownerId, leadSource }: UnknownCaller,
): Promise<string | undefined> {
  if (!(await wantsLeadOf(tx, workspaceId, e164))) return undefined
  await holdLocks(tx, [lockOf(workspaceId, `number ${e164}`)])
  const found = await selectContactsByNumber(tx, [{ workspace_id: workspaceId, e164 }])
  const known = found.get(`${workspaceId} ${e164}`)
  if (known) return known.id
  const caller = { context, principal: actingFor(workspaceId, ownerId) }
  return insertContact(tx, caller, {
    owner_id: ownerId,
    first_name: typed,
    phone: typed,
    phone_e164: e164,
    lead_source: leadSource,
  })
}
