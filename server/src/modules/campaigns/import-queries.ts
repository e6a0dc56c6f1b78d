import type { RecipientImport, RowProblem } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from './lane-queries.ts'

export type ImportRow = Omit<RecipientImport, 'problems'>

const shown = `id, status, file_name as "fileName", rows, accepted, duplicates, rejected, failure,
  iso(created_at) as "createdAt", iso(completed_at) as "completedAt"`

const insertion = statement(
  'insert_campaign_import',
  `insert into campaign_import (workspace_id, id, campaign_id, status, file_name, created_at, seen_at)
   values ($1, $2, $3, 'RUNNING', $4, $5, $5)`,
)

export async function insertImport(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  {
    id,
    fileName,
    at,
  }: { readonly id: string; readonly fileName: string | null; readonly at: Date },
): Promise<void> {
  await tx.run(insertion, [workspaceId, id, campaignId, fileName, at])
}

const update = statement(
  'update_campaign_import',
  `update campaign_import set rows = $3, accepted = $4, duplicates = $5, rejected = $6, status = $7,
     failure = $8, seen_at = $9, completed_at = case when $7 = 'RUNNING' then null else $9::timestamptz end
   where workspace_id = $1 and id = $2`,
)

export type ImportState = Pick<
  ImportRow,
  'id' | 'rows' | 'accepted' | 'duplicates' | 'rejected' | 'status' | 'failure'
>

export async function updateImport(
  tx: Executor,
  workspaceId: string,
  state: ImportState,
  at: Date,
): Promise<void> {
  const { id, rows, accepted, duplicates, rejected, status, failure } = state
  const counts = [rows, accepted, duplicates, rejected]
  await tx.run(update, [workspaceId, id, ...counts, status, failure, at])
}

const problemInsertion = statement(
  'insert_campaign_import_problems',
  `insert into campaign_import_problem (workspace_id, import_id, row, field, message, number)
   select $1, $2, row, field, message, "phoneNumber" from json_to_recordset($3::json)
     as g(row int, field text, message text, "phoneNumber" text)`,
)

export async function insertProblems(
  tx: Executor,
  { workspaceId, importId }: { readonly workspaceId: string; readonly importId: string },
  problems: readonly RowProblem[],
): Promise<void> {
  if (problems.length === 0) return
  await tx.run(problemInsertion, [workspaceId, importId, JSON.stringify(problems)])
}

const one = statement(
  'campaign_import',
  `select ${shown} from campaign_import where workspace_id = $1 and campaign_id = $2 and id = $3`,
)

export async function findImport(
  db: Executor,
  { workspaceId, campaignId }: LaneKey,
  id: string,
): Promise<ImportRow | undefined> {
  const [row] = await db.run<ImportRow>(one, [workspaceId, campaignId, id])
  return row
}

const listing = statement(
  'list_campaign_import_problems',
  `select row, field, message, number as "phoneNumber" from campaign_import_problem
   where workspace_id = $1 and import_id = $2 order by row limit $3 offset $4`,
)

export function selectProblems(
  db: Executor,
  { workspaceId, importId }: { readonly workspaceId: string; readonly importId: string },
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<RowProblem[]> {
  return db.run<RowProblem>(listing, [workspaceId, importId, limit, offset])
}

/** A file that nothing was heard of for so long is not being read any more. */
const silentMs = 120_000

const running = statement(
  'running_campaign_import',
  `select id from campaign_import where workspace_id = $1 and campaign_id = $2
   and status = 'RUNNING' and seen_at > $3 limit 1`,
)

/** Whether recipients are still being added. */
export async function findRunningImport(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  now: Date,
): Promise<boolean> {
  const since = new Date(now.getTime() - silentMs)
  return (await tx.run(running, [workspaceId, campaignId, since])).length > 0
}
