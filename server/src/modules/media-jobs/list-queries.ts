import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { patternsOf } from '../../platform/text/like-pattern.ts'
import { type JobRow, mayBeSeen, ownerOnly, shownColumns, type Viewer } from './queries.ts'

type Runner = Pick<Executor, 'run'>

export type JobFilter = {
  readonly search: string | null
  readonly status: string | null
  readonly type: string | null
}

const orders = {
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  title: 'lower(title)',
  status: 'status',
  type: 'type',
} as const
export type SortField = keyof typeof orders

const matching = `workspace_id = $1 and ${mayBeSeen}
  and ($3::text[] is null or search_text like all ($3)) and ($4::text is null or status = $4)
  and ($5::text is null or type = $5)`

const listStatements = Object.fromEntries(
  Object.entries(orders).flatMap(([field, column]) =>
    (['asc', 'desc'] as const).map((direction) => [
      `${field} ${direction}`,
      statement(
        'list_media_jobs',
        `select ${shownColumns} from media_job where ${matching}
         order by ${column} ${direction} nulls last, id ${direction} limit $6 offset $7`,
      ),
    ]),
  ),
)

const countStatement = statement(
  'count_media_jobs',
  `select count(*) as total, count(*) filter (where ${matching}) as filtered
   from media_job where workspace_id = $1 and ${mayBeSeen}`,
)

function valuesOf(viewer: Viewer, { search, status, type }: JobFilter): unknown[] {
  return [viewer.workspaceId, ownerOnly(viewer), patternsOf(search ?? undefined), status, type]
}

export async function selectJobs(
  db: Runner,
  viewer: Viewer,
  page: JobFilter & {
    readonly sort: SortField
    readonly direction: 'asc' | 'desc'
    readonly limit: number
    readonly offset: number
  },
): Promise<JobRow[]> {
  const { sort, direction, limit, offset } = page
  const list = listStatements[`${sort} ${direction}`]
  if (!list) throw new Error(`Nothing sorts by ${sort}.`)
  return db.run<JobRow>(list, [...valuesOf(viewer, page), limit, offset])
}

export async function countJobs(
  db: Runner,
  viewer: Viewer,
  filter: JobFilter,
): Promise<{ total: number; filtered: number }> {
  const [row] = await db.run<{ total: number; filtered: number }>(
    countStatement,
    valuesOf(viewer, filter),
  )
  return row ?? { total: 0, filtered: 0 }
}

const ofSourceStatement = statement(
  'list_content_of_source',
  `select ${shownColumns} from media_job
   where workspace_id = $1 and ${mayBeSeen} and source_id = $3 and type = 'AI_CONTENT'
   order by id desc limit $4`,
)

/** What was written of a transcript, newest first. */
export function selectContentOf(
  db: Runner,
  viewer: Viewer,
  sourceId: string,
  limit: number,
): Promise<JobRow[]> {
  const values = [viewer.workspaceId, ownerOnly(viewer), sourceId, limit]
  return db.run<JobRow>(ofSourceStatement, values)
}
