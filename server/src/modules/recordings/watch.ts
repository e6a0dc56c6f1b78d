import type { Context } from '../../context.ts'
import type { AboutRecording } from './queue.ts'
import { findStatus } from './work-queries.ts'

/** How soon a cancellation is noticed between two parts. */
const lookEveryMs = 1_000

/** A signal that fires when the work on a recording is no longer wanted, or `outer` fires. */
export function watch(
  { db, log }: Context,
  { workspaceId, recordingId }: AboutRecording,
  outer: AbortSignal,
): { readonly signal: AbortSignal } & Disposable {
  const unwanted = new AbortController()
  const look = async () => {
    const status = await findStatus(db, workspaceId, recordingId)
    if (status !== 'processing') unwanted.abort(new Error('The recording is no longer wanted.'))
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'could not look after a recording'))
  }, lookEveryMs)
  return {
    signal: AbortSignal.any([outer, unwanted.signal]),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
