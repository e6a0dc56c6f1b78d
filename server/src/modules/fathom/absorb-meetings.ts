import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { announceTranscript } from '../conversations/index.ts'
import { removeMeeting } from '../crm/index.ts'
import type { FactsRow, Meeting } from './meeting-queries.ts'
import { moveMeeting } from './merge-queries.ts'
import { doors } from './merge-rules.ts'

/** Meetings that turned out to be this one give it what they have and are deleted. */
export async function absorbMeetings(
  tx: Executor,
  context: Context,
  joined: {
    readonly workspaceId: string
    readonly id: string
    readonly others: readonly Meeting[]
    readonly rows: readonly FactsRow[]
    readonly principal: Principal
  },
): Promise<void> {
  const { workspaceId, id, others, rows, principal } = joined
  for (const other of others) {
    const transcriptId = await moveMeeting(tx, {
      workspaceId,
      from: other.id,
      to: id,
      replaceTranscript: bestTranscript(rows, other.id) < bestTranscript(rows, id),
    })
    await removeMeeting(tx, { context, principal }, other.id)
    if (transcriptId === undefined) continue
    const told = { workspaceId, transcriptId, outcome: 'updated', actorUserId: null } as const
    await announceTranscript(tx, context, told)
  }
}

/** Rank of the most trusted door that told what was said; less is better. */
function bestTranscript(rows: readonly FactsRow[], id: string): number {
  const ranks = rows
    .filter((row) => row.conversation_id === id && row.has_transcript)
    .map(({ door }) => doors.findIndex((known) => known === door))
  return Math.min(doors.length, ...ranks)
}
