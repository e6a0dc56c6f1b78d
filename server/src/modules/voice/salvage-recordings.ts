import type { Context } from '../../context.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { attachRecording } from '../agent-calls/index.ts'
import { toRecording } from './call-recorder.ts'
import { findLostSounds, forgetSound, type LostSound } from './sound-queries.ts'

/** Longer than the end of a call takes. */
const settledMs = 2 * 60_000
/** It may lie on another machine, which is down. */
const patienceMs = 24 * 60 * 60_000

/** What calls had recorded when their process died becomes their recording. */
export async function salvageRecordings(context: Context): Promise<void> {
  const before = new Date(context.now().getTime() - settledMs)
  for (const lost of await findLostSounds(context.db, before)) await salvage(context, lost)
}

async function salvage(context: Context, { fileId, createdAt, ...call }: LostSound): Promise<void> {
  const file = { workspaceId: call.workspaceId, id: fileId }
  try {
    const recorded = await toRecording(context, file)
    await context.db.transaction(async (tx) => {
      if (recorded) await attachRecording(tx, context, call, recorded)
      await forgetSound(tx, call)
    })
    await context.media.delete(file)
    context.wakeRelay()
  } catch (error) {
    const isOld = context.now().getTime() - createdAt.getTime() > patienceMs
    if (!(error instanceof MediaStoreError && error.code === 'missing')) throw error
    if (isOld) await forgetSound(context.db, call)
  }
}
