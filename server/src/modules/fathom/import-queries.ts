import type { FathomImport } from '@parley/contract'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

/** Problems that are kept of one import. */
const maxProblems = 50

export type ImportRun = {
  readonly id: string
  readonly workspace_id: string
  readonly user_id: string
  readonly status: FathomImport['status']
  readonly max_meetings: number | null
  /** RFC 3339. */
  readonly since: string | null
  readonly page_cursor: string | null
  readonly page_done: number
  readonly processed: number
}

const shown = `id, status, max_meetings as max, iso(since) as since, processed, created, updated,
  unchanged, failed,
  (case when status = 'completed' then 100
    when max_meetings is not null then round(100.0 * processed / max_meetings) end)::float8 as progress,
  problems, message, iso(waits_until) as waits_until, iso(created_at) as created_at,
  iso(started_at) as started_at, iso(finished_at) as finished_at`

type ShownRow = Omit<FathomImport, 'problems'> & { readonly problems: string }

function toImport(row: ShownRow | undefined): FathomImport | undefined {
  return row && { ...row, problems: JSON.parse(row.problems) as string[] }
}

const insertStatement = statement(
  'insert_fathom_import',
  `insert into fathom_import (workspace_id, id, user_id, status, max_meetings, since, created_at)
   select $1, $2, $3, 'queued', $4, $5, $6
   where not exists (select from fathom_import
     where workspace_id = $1 and user_id = $3 and status in ('queued', 'running'))
   returning ${shown}`,
)

/** Undefined while another import of the person goes on. */
export async function insertImport(
  tx: Executor,
  wanted: {
    readonly workspaceId: string
    readonly id: string
    readonly userId: string
    readonly max: number | null
    readonly since: string | null
    readonly now: Date
  },
): Promise<FathomImport | undefined> {
  const { workspaceId, id, userId, max, since, now } = wanted
  const values = [workspaceId, id, userId, max, since, now.toISOString()]
  return toImport((await tx.run<ShownRow>(insertStatement, values))[0])
}

const findStatement = statement(
  'find_fathom_import',
  `select ${shown} from fathom_import where workspace_id = $1 and id = $2 and user_id = $3`,
)

export async function findImport(
  db: Executor,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  id: string,
): Promise<FathomImport | undefined> {
  return toImport((await db.run<ShownRow>(findStatement, [workspaceId, id, userId]))[0])
}

const cancelStatement = statement(
  'cancel_fathom_import',
  `update fathom_import set status = 'cancelled', finished_at = $4, waits_until = null
   where workspace_id = $1 and user_id = $2 and ($3::uuid is null or id = $3)
     and status in ('queued', 'running')`,
)

type Whose = { readonly workspaceId: string; readonly userId: string }

export async function cancelImport(
  tx: Executor,
  { workspaceId, userId }: Whose,
  id: string,
  now: Date,
): Promise<void> {
  await tx.run(cancelStatement, [workspaceId, userId, id, now.toISOString()])
}

export async function cancelImportsOf(
  tx: Executor,
  { workspaceId, userId }: Whose,
  now: Date,
): Promise<void> {
  await tx.run(cancelStatement, [workspaceId, userId, null, now.toISOString()])
}

const startStatement = statement(
  'start_fathom_import',
  `update fathom_import set status = 'running', started_at = coalesce(started_at, $3),
     waits_until = null, message = null
   where workspace_id = $1 and id = $2 and status in ('queued', 'running')
   returning id, workspace_id, user_id, status, max_meetings, iso(since) as since, page_cursor,
     page_done, processed`,
)

/** Undefined when it has ended. */
export async function startImport(
  db: Executor,
  { workspaceId, importId }: { readonly workspaceId: string; readonly importId: string },
  now: Date,
): Promise<ImportRun | undefined> {
  const [run] = await db.run<ImportRun>(startStatement, [workspaceId, importId, now.toISOString()])
  return run
}

const advanceStatement = statement(
  'advance_fathom_import',
  `update fathom_import set page_done = page_done + 1, processed = processed + 1,
     created = created + ($5 = 'created')::int, updated = updated + ($5 = 'updated')::int,
     unchanged = unchanged + ($5 = 'unchanged')::int, failed = failed + ($5 = 'failed')::int,
     problems = (select coalesce(json_agg(p order by n), '[]')::text from (
       select p, n from json_array_elements_text((problems::jsonb || $6::jsonb)::json)
         with ordinality as all_of(p, n) limit ${maxProblems}) as first_of)
   where workspace_id = $1 and id = $2 and status = 'running'
     and page_cursor is not distinct from $3 and page_done = $4
   returning id`,
)

/** Counts one meeting of the page. False when somebody else went on, or it was cancelled. */
export async function advanceImport(
  tx: Executor,
  { workspace_id, id, page_cursor }: ImportRun,
  step: {
    readonly done: number
    readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed'
    readonly problems: readonly string[]
  },
): Promise<boolean> {
  const { done, outcome, problems } = step
  const values = [workspace_id, id, page_cursor, done, outcome, JSON.stringify(problems)]
  return (await tx.run(advanceStatement, values)).length > 0
}

const turnStatement = statement(
  'turn_page_of_fathom_import',
  `update fathom_import set page_cursor = $4, page_done = 0
   where workspace_id = $1 and id = $2 and status = 'running'
     and page_cursor is not distinct from $3
   returning id, workspace_id, user_id, status, max_meetings, iso(since) as since, page_cursor,
     page_done, processed`,
)

export async function turnPage(
  db: Executor,
  { workspace_id, id, page_cursor }: ImportRun,
  next: string,
): Promise<ImportRun | undefined> {
  const [run] = await db.run<ImportRun>(turnStatement, [workspace_id, id, page_cursor, next])
  return run
}

const endStatement = statement(
  'end_fathom_import',
  `update fathom_import set status = $3, message = $4, finished_at = $5, waits_until = null
   where workspace_id = $1 and id = $2 and status = 'running'`,
)

export async function endImport(
  db: Executor,
  { workspace_id, id }: ImportRun,
  end: {
    readonly status: 'completed' | 'failed'
    readonly message: string | null
    readonly now: Date
  },
): Promise<void> {
  await db.run(endStatement, [workspace_id, id, end.status, end.message, end.now.toISOString()])
}

const waitStatement = statement(
  'pause_fathom_import',
  `update fathom_import set message = $3, waits_until = $4
   where workspace_id = $1 and id = $2 and status = 'running' returning id`,
)

/** False when it was cancelled meanwhile. */
export async function pauseImport(
  tx: Executor,
  { workspace_id, id }: ImportRun,
  message: string,
  until: Date,
): Promise<boolean> {
  const values = [workspace_id, id, message, until.toISOString()]
  return (await tx.run(waitStatement, values)).length > 0
}
