import type { ReportSettings, ReportSettingsChange } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

const shown = `week_starts_on, mail_enabled, mail_weekday, mail_hour, mail_language, updated_by,
  iso(updated_at) as updated_at`

const findStatement = statement(
  'find_report_settings',
  `select ${shown} from report_settings where workspace_id = $1`,
)

export async function findSettings(
  db: Runner,
  workspaceId: string,
): Promise<ReportSettings | undefined> {
  const [row] = await db.run<ReportSettings>(findStatement, [workspaceId])
  return row
}

const saveStatement = statement(
  'save_report_settings',
  `insert into report_settings as s (workspace_id, week_starts_on, mail_enabled, mail_weekday,
     mail_hour, updated_by, updated_at, mail_language)
   values ($1, coalesce($2, 'monday'), coalesce($3, true), coalesce($4, 1), coalesce($5, 8), $6, $7,
     coalesce($8, 'en'))
   on conflict (workspace_id) do update set
     week_starts_on = coalesce($2, s.week_starts_on),
     mail_enabled = coalesce($3, s.mail_enabled),
     mail_weekday = coalesce($4, s.mail_weekday), mail_hour = coalesce($5, s.mail_hour),
     mail_language = coalesce($8, s.mail_language), updated_by = $6, updated_at = $7
   returning ${shown}`,
)

export async function saveSettings(
  db: Runner,
  workspaceId: string,
  { change, by, at }: { change: ReportSettingsChange; by: string; at: Date },
): Promise<ReportSettings | undefined> {
  const [row] = await db.run<ReportSettings>(saveStatement, [
    workspaceId,
    change.week_starts_on ?? null,
    change.mail_enabled ?? null,
    change.mail_weekday ?? null,
    change.mail_hour ?? null,
    by,
    at,
    change.mail_language ?? null,
  ])
  return row
}
