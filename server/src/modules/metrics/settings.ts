import type { MetricSettings, MetricSettingsChange } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal, Role } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { queueRemeasuring } from './queue.ts'
import {
  findSettings,
  lockSettings,
  type StoredSettings,
  updateSettings,
} from './settings-queries.ts'
import { changeTargets, settingsOf } from './target-rules.ts'

export async function getSettings(
  { db }: Context,
  { workspaceId }: Principal,
): Promise<MetricSettings> {
  return toShown(await findSettings(db, workspaceId))
}

function toShown(stored: StoredSettings | undefined): MetricSettings {
  const { monologueSeconds, targets } = settingsOf(stored)
  return {
    monologue_seconds: monologueSeconds,
    targets,
    updated_by: stored?.updatedBy ?? null,
    updated_at: stored?.updatedAt ?? null,
  }
}

/** Who leads people, and so says what is good. */
const mayChange: ReadonlySet<Role> = new Set(['owner', 'admin', 'manager'])

export async function changeSettings(
  context: Context,
  { workspaceId, userId, role }: Principal,
  change: MetricSettingsChange,
): Promise<MetricSettings> {
  if (!mayChange.has(role)) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'Targets are changed by owners, admins and managers.',
      { required: 'manager' },
    )
  }
  const saved = await context.db.transaction(async (tx) => {
    const former = await lockSettings(tx, workspaceId)
    const before = settingsOf(former).monologueSeconds
    const after = await updateSettings(tx, workspaceId, {
      monologueSeconds: change.monologue_seconds ?? former?.monologueSeconds ?? null,
      targets: changeTargets(former?.targets ?? {}, change.targets),
      updatedBy: userId,
      at: context.now(),
    })
    if (settingsOf(after).monologueSeconds !== before) {
      await queueRemeasuring(tx, { workspaceId, after: null })
    }
    return after
  })
  return toShown(saved)
}
