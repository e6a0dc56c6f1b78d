import type { Context } from '../../context.ts'
import { endRecording } from './end-recording.ts'
import { fetchFile } from './fetch-file.ts'
import { type AboutRecording, queueTranscription } from './queue.ts'
import { findWork, setStored } from './work-queries.ts'

/** A server that does not answer is asked this often, over about ten minutes. */
const maxAttempts = 6

/** Brings a recording from its address into the store, and lets it be transcribed. */
export async function fetchRecording(
  context: Context,
  about: AboutRecording,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const { workspaceId, recordingId: id } = about
  const work = await findWork(context.db, workspaceId, id)
  if (work?.status !== 'new' || work.isStored || work.sourceUrl === null) return
  const outcome = await fetchFile(context, { workspaceId, id }, work.sourceUrl, signal)
  signal.throwIfAborted()
  if (typeof outcome === 'number') return noteStored(context, about, outcome)
  const { isFinal, reason, cause } = outcome
  // Thrown, it is tried again later.
  if (!isFinal && attempt < maxAttempts) throw new Error(reason.message, { cause })
  await endRecording(context, about, { status: 'failed', failure: reason })
}

async function noteStored(context: Context, about: AboutRecording, bytes: number): Promise<void> {
  const { workspaceId, recordingId: id } = about
  const isWanted = await context.db.transaction(async (tx) => {
    const noted = await setStored(tx, { workspaceId, id, at: context.now(), bytes })
    if (noted) await queueTranscription(tx, about)
    return noted
  })
  if (!isWanted) await context.media.delete({ workspaceId, id })
}
