import type { Database } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

const losing = statement(
  'end_orphaned_campaign_call',
  `update campaign_attempt set state = 'ended', ended_at = $3, outcome = 'failed'
   where workspace_id = $1 and id = $2 and state <> 'ended'`,
)

/** The call of a campaign that is gone, of which nothing can be told to anybody. */
export async function endLost(
  db: Database,
  { workspaceId, callId }: { readonly workspaceId: string; readonly callId: string },
  at: Date,
): Promise<void> {
  await db.run(losing, [workspaceId, callId, at])
}

const ended = statement(
  'ended_campaign_calls',
  `select id from campaign_attempt where workspace_id = any ($1::uuid[]) and id = any ($2::uuid[])
     and state = 'ended'`,
)

/** Of these calls, those whose end another process has written. */
export async function selectEnded(
  db: Database,
  calls: readonly { readonly workspaceId: string; readonly callId: string }[],
): Promise<string[]> {
  if (calls.length === 0) return []
  const workspaceIds = [...new Set(calls.map(({ workspaceId }) => workspaceId))]
  const ids = calls.map(({ callId }) => callId)
  const rows = await db.run<{ id: string }>(ended, [workspaceIds, ids])
  return rows.map(({ id }) => id)
}
