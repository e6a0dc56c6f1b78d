import type { AnalysisSettings } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type StoredSettings = AnalysisSettings

const shown = `is_automatic, max_concurrency, log_activity, create_task, set_last_contact,
  updated_by, iso(updated_at) as updated_at`

const findStatement = statement(
  'find_analysis_settings',
  `select ${shown} from analysis_settings where workspace_id = $1`,
)

/** As the columns of the table have them by default. */
const defaults: StoredSettings = {
  is_automatic: true,
  max_concurrency: 2,
  log_activity: true,
  create_task: true,
  set_last_contact: true,
  updated_by: null,
  updated_at: null,
}

export async function findSettings(db: Runner, workspaceId: string): Promise<StoredSettings> {
  const [row] = await db.run<StoredSettings>(findStatement, [workspaceId])
  return row ?? defaults
}

const createStatement = statement(
  'create_analysis_settings',
  'insert into analysis_settings (workspace_id) values ($1) on conflict do nothing',
)
const updateStatement = statement(
  'update_analysis_settings',
  `update analysis_settings set is_automatic = coalesce($2, is_automatic),
     max_concurrency = coalesce($3, max_concurrency), log_activity = coalesce($4, log_activity),
     create_task = coalesce($5, create_task), set_last_contact = coalesce($6, set_last_contact),
     updated_by = $7, updated_at = $8
   where workspace_id = $1 returning ${shown}`,
)

export type SettingsChange = {
  readonly [Name in Exclude<keyof StoredSettings, 'updated_by' | 'updated_at'>]?:
    | StoredSettings[Name]
    | undefined
}

/** Changes what is given. */
export async function updateSettings(
  tx: Runner,
  workspaceId: string,
  change: SettingsChange & { readonly by: string; readonly at: Date },
): Promise<StoredSettings> {
  await tx.run(createStatement, [workspaceId])
  const [row] = await tx.run<StoredSettings>(updateStatement, [
    workspaceId,
    change.is_automatic ?? null,
    change.max_concurrency ?? null,
    change.log_activity ?? null,
    change.create_task ?? null,
    change.set_last_contact ?? null,
    change.by,
    change.at.toISOString(),
  ])
  return row ?? defaults
}
