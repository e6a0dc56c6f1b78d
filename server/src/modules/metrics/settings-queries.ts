import type { MetricTarget } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** What a workspace changed; null and missing names stand for the default. */
export type StoredSettings = {
  readonly monologueSeconds: number | null
  readonly targets: Readonly<Record<string, MetricTarget>>
  readonly updatedBy: string | null
  readonly updatedAt: string | null
}

type Row = Omit<StoredSettings, 'targets'> & { readonly targets: string }

const shown = `monologue_seconds as "monologueSeconds", targets, updated_by as "updatedBy",
  iso(updated_at) as "updatedAt"`

const findStatement = statement(
  'find_metric_settings',
  `select ${shown} from metric_settings where workspace_id = $1`,
)

export async function findSettings(
  db: Runner,
  workspaceId: string,
): Promise<StoredSettings | undefined> {
  return read(await db.run<Row>(findStatement, [workspaceId]))
}

const createStatement = statement(
  'create_metric_settings',
  'insert into metric_settings (workspace_id) values ($1) on conflict do nothing',
)
const lockStatement = statement(
  'lock_metric_settings',
  `select ${shown} from metric_settings where workspace_id = $1 for update`,
)

/** Held until the transaction ends, so that changes add up. */
export async function lockSettings(
  tx: Runner,
  workspaceId: string,
): Promise<StoredSettings | undefined> {
  await tx.run(createStatement, [workspaceId])
  return read(await tx.run<Row>(lockStatement, [workspaceId]))
}

const read = ([row]: readonly Row[]): StoredSettings | undefined =>
  row && { ...row, targets: JSON.parse(row.targets) as StoredSettings['targets'] }

const updateStatement = statement(
  'update_metric_settings',
  `update metric_settings set monologue_seconds = $2, targets = $3, updated_by = $4,
     updated_at = $5
   where workspace_id = $1 returning ${shown}`,
)

export async function updateSettings(
  tx: Runner,
  workspaceId: string,
  changed: Omit<StoredSettings, 'updatedAt'> & { readonly at: Date },
): Promise<StoredSettings | undefined> {
  const { monologueSeconds, targets, updatedBy, at } = changed
  const values = [workspaceId, monologueSeconds, JSON.stringify(targets), updatedBy, at]
  return read(await tx.run<Row>(updateStatement, values))
}
