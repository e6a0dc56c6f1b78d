import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { LaneKey } from './lane-queries.ts'

const ringing = statement(
  'check_ringing_calls',
  `update campaign_attempt set check_at = $3
   where workspace_id = $1 and campaign_id = $2 and state = 'placed'`,
)

/**
 * Has dialers look at the calls that nobody has answered: those of a cancelled campaign are hung up. A
 * call that is being placed at this moment is hung up by whoever places it.
 */
export async function hangUpRinging(
  tx: Executor,
  { workspaceId, campaignId }: LaneKey,
  at: Date,
): Promise<void> {
  await tx.run(ringing, [workspaceId, campaignId, at])
}
