import type { Readable } from 'node:stream'
import type { Context } from '../../context.ts'
import { guardedStream, OutboundError } from '../../platform/guarded-http/index.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { endRecording } from './end-recording.ts'
import { type Failure, failure } from './failure-rules.ts'
import { maxFileBytes } from './limits.ts'
import { type AboutRecording, queueTranscription } from './queue.ts'
import { findWork, setStored } from './work-queries.ts'

const fetchTimeoutMs = 3_600_000
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
  const outcome = await download(context, about, work.sourceUrl, signal)
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

type Missed = { readonly isFinal: boolean; readonly reason: Failure; readonly cause?: unknown }

async function download(
  { outbound, media }: Context,
  { workspaceId, recordingId: id }: AboutRecording,
  url: string,
  signal: AbortSignal,
): Promise<number | Missed> {
  try {
    const limits = { timeoutMs: fetchTimeoutMs, maxBytes: maxFileBytes }
    const { status, body } = await guardedStream(outbound, { url, signal, ...limits })
    if (status !== 200) return refused(status, body)
    return await media.put({ workspaceId, id }, body, limits)
  } catch (cause) {
    return missedBy(cause)
  }
}

function refused(status: number, body: Readable): Missed {
  body.destroy()
  const isFinal = status < 500 && status !== 429 && status !== 408
  const more = status >= 300 && status < 400 ? ' Redirects are not followed.' : ''
  return { isFinal, reason: failure('rejected_by_host', `It answered ${status}.${more}`) }
}

function missedBy(cause: unknown): Missed {
  if (cause instanceof MediaStoreError && cause.code === 'full') {
    return { isFinal: false, reason: failure('storage_full'), cause }
  }
  if (!(cause instanceof OutboundError)) throw cause
  const isFinal = !cause.retryable
  if (cause.code === 'too_large') return { isFinal, reason: failure('too_large'), cause }
  if (cause.retryable) return { isFinal, reason: failure('unreachable', cause.message), cause }
  return { isFinal, reason: failure('forbidden_address', cause.message), cause }
}
