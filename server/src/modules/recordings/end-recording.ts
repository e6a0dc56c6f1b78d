import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { announce } from './announce.ts'
import type { Failure } from './failure-rules.ts'
import { deleteParts } from './part-queries.ts'
import type { AboutRecording } from './queue.ts'
import { setEnded } from './work-queries.ts'

/** Ends the work on a recording without a transcript. What is over already stays as it is. */
export async function endRecording(
  context: Context,
  about: AboutRecording,
  end: { readonly status: 'failed'; readonly failure: Failure } | { readonly status: 'cancelled' },
): Promise<void> {
  await context.db.transaction((tx) => endIn(tx, context, about, end))
  context.wakeRelay()
}

async function endIn(
  tx: Executor,
  context: Context,
  { workspaceId, recordingId: id }: AboutRecording,
  end: Parameters<typeof endRecording>[2],
): Promise<void> {
  if (!(await setEnded(tx, workspaceId, id, { ...end, at: context.now() }))) return
  await deleteParts(tx, workspaceId, id)
  if (end.status === 'failed') {
    await announce(tx, context, 'recording.processing.failed', { workspaceId, id })
  }
}
