import type { CallingRuleChanges, CallingRules } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import type { Caller } from './do-not-call.ts'
import { toHours, toTimeRange } from './hours.ts'
import { findRules, lockRules, type RuleRow, updateRules } from './rule-queries.ts'

/** What others do when rules change, in the same transaction. */
export type RuleWatcher = (
  tx: Executor,
  context: Context,
  change: { readonly workspaceId: string; readonly userId: string; readonly rules: RuleRow },
) => Promise<void>

export async function getCallingRules({ context, principal }: Caller): Promise<CallingRules> {
  return toCallingRules(await findRules(context.db, principal.workspaceId))
}

/** `watchers` also refuse what is not there, such as an agent of somebody else. */
export async function changeCallingRules(
  { context, principal }: Caller,
  changes: CallingRuleChanges,
  watchers: readonly RuleWatcher[],
): Promise<CallingRules> {
  const { workspaceId, role, userId } = principal
  if (role === 'rep' || role === 'viewer') {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'Calling rules are changed by owners, admins and managers.',
    )
  }
  const rules = await context.db.transaction(async (tx) => {
    const wanted = changed(await lockRules(tx, workspaceId), changes, context.now())
    for (const watch of watchers) await watch(tx, context, { workspaceId, userId, rules: wanted })
    await updateRules(tx, workspaceId, wanted)
    return wanted
  })
  context.wakeRelay()
  return toCallingRules(rules)
}

function changed(row: RuleRow, changes: CallingRuleChanges, now: Date): RuleRow {
  const kept = <T>(sent: T | undefined, stored: T): T => (sent === undefined ? stored : sent)
  return {
    ...row,
    ...(changes.timeRange && toHours(changes.timeRange)),
    dailyCap: kept(changes.dailyCap, row.dailyCap),
    needsConsent: kept(changes.needsConsent, row.needsConsent),
    maxConcurrency: kept(changes.maxConcurrency, row.maxConcurrency),
    callsPerSecond: kept(changes.callsPerSecond, row.callsPerSecond),
    followUpAgentId: kept(changes.followUpAgentId, row.followUpAgentId),
    followUpPhoneNumberId: kept(changes.followUpPhoneNumberId, row.followUpPhoneNumberId),
    updatedAt: now.toISOString(),
  }
}

function toCallingRules(row: RuleRow): CallingRules {
  const { dailyCap, needsConsent, maxConcurrency, callsPerSecond } = row
  return {
    timeRange: toTimeRange(row),
    dailyCap,
    needsConsent,
    maxConcurrency,
    callsPerSecond,
    followUpAgentId: row.followUpAgentId,
    followUpPhoneNumberId: row.followUpPhoneNumberId,
    updatedAt: row.updatedAt,
  }
}
