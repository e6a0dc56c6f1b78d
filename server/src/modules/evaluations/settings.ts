import type { AnalysisSettings, AnalysisSettingsChange } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal, Role } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { startWaiting } from './queue.ts'
import { findSettings, updateSettings } from './settings-queries.ts'
import { holdLine } from './work-queries.ts'

export function getSettings(
  { db }: Context,
  { workspaceId }: Principal,
): Promise<AnalysisSettings> {
  return findSettings(db, workspaceId)
}

export async function changeSettings(
  context: Context,
  principal: Principal,
  change: AnalysisSettingsChange,
): Promise<AnalysisSettings> {
  requireLeader(principal, 'Settings of the analysis are changed')
  const { workspaceId, userId } = principal
  return context.db.transaction(async (tx) => {
    await holdLine(tx, workspaceId)
    const by = { by: userId, at: context.now() }
    const settings = await updateSettings(tx, workspaceId, { ...change, ...by })
    // There may be more room than before.
    await startWaiting(tx, workspaceId)
    return settings
  })
}

/** Who leads people, and so says how they are judged. */
const leaders: ReadonlySet<Role> = new Set(['owner', 'admin', 'manager'])

export function requireLeader({ role }: Principal, what: string): void {
  if (leaders.has(role)) return
  throw new AppError('INSUFFICIENT_PERMISSIONS', `${what} by owners, admins and managers.`, {
    required: 'manager',
  })
}
