import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const sourceStatement = statement(
  'find_content_source',
  `select 'job' as kind, case when status = 'COMPLETED' then result end as result
   from media_job where workspace_id = $1 and id = $2 and type = 'TRANSCRIPTION'
     and ($3::uuid is null or created_by = $3)
   union all
   select 'conversation', null from conversation
   where workspace_id = $1 and id = $2 and deleted_at is null
     and ($3::uuid is null or owner_id = $3)
   limit 1`,
)

/** What has a transcript, or will have: a transcription with its result, or a conversation. */
export async function selectSource(
  db: Pick<Executor, 'run'>,
  workspaceId: string,
  { id, owner }: { readonly id: string; readonly owner: string | null },
): Promise<{ kind: 'job' | 'conversation'; result: string | null } | undefined> {
  const [row] = await db.run<{ kind: 'job' | 'conversation'; result: string | null }>(
    sourceStatement,
    [workspaceId, id, owner],
  )
  return row
}
