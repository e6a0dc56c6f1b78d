import type { ReportSettings, ReportSettingsChange } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal, Role } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { findSettings, saveSettings } from './settings-queries.ts'

const unchanged: ReportSettings = {
  week_starts_on: 'monday',
  mail_enabled: true,
  mail_weekday: 1,
  mail_hour: 8,
  mail_language: 'en',
  updated_by: null,
  updated_at: null,
}

export async function getSettings(
  { db }: Context,
  { workspaceId }: Principal,
): Promise<ReportSettings> {
  return (await findSettings(db, workspaceId)) ?? unchanged
}

const mayChange: ReadonlySet<Role> = new Set(['owner', 'admin', 'manager'])

export async function changeSettings(
  { db, now }: Context,
  { workspaceId, userId, role }: Principal,
  change: ReportSettingsChange,
): Promise<ReportSettings> {
  if (!mayChange.has(role)) {
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'Settings of reports are changed by owners, admins and managers.',
      { required: 'manager' },
    )
  }
  const saved = await saveSettings(db, workspaceId, { change, by: userId, at: now() })
  return saved ?? unchanged
}
