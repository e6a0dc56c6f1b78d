import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { CallRef } from './call.ts'
import { goesOn, setAnswered, setRinging } from './call-queries.ts'
import { tell } from './tell.ts'
import { ringSecondsOf, toldOf } from './tell-rules.ts'

/** How long whoever took the call has to begin to hold it. */
const aliveMs = 60_000

type AnsweredBy = 'human' | 'machine' | 'unknown'

/** The other phones ring; remembered once. Of calls that have ended, nothing is. */
export async function markRinging(
  tx: Executor,
  context: Context,
  workspaceId: string,
  callIds: readonly string[],
): Promise<void> {
  if (callIds.length > 0) await setRinging(tx, workspaceId, callIds, context.now())
}

/**
 * Somebody, or a machine, took the call, or a page connected: IN_PROGRESS, and `call.answered` told
 * once. False: the call has ended already; a repeat answers true.
 */
export async function markAnswered(
  tx: Executor,
  context: Context,
  { workspaceId, callId }: CallRef,
  answer: { readonly by?: AnsweredBy; readonly at?: Date } = {},
): Promise<boolean> {
  const { by = 'unknown', at = context.now() } = answer
  const aliveUntil = new Date(context.now().getTime() + aliveMs)
  const known = await setAnswered(tx, { workspaceId, callId, at, by, aliveUntil })
  if (!known) return goesOn(tx, workspaceId, callId)
  const call = {
    ...toldOf(known),
    answered_at: known.answeredAt ?? known.startedAt,
    answered_by: by,
    ring_seconds: ringSecondsOf(known),
  }
  const data = { call }
  await tell(tx, context, { workspaceId, name: 'call.answered', subjectId: callId, data })
  return true
}
