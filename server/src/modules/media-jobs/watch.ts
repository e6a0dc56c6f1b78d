import type { Context } from '../../context.ts'
import type { AboutJob } from './job.ts'
import { findWork } from './work-queries.ts'

/** How soon a cancellation is noticed. */
const lookEveryMs = 500

/** A signal that fires when the job is no longer wanted, or `outer` fires. */
export function watch(
  { db, log }: Context,
  about: AboutJob,
  outer: AbortSignal,
): { readonly signal: AbortSignal } & Disposable {
  const unwanted = new AbortController()
  const look = async () => {
    const work = await findWork(db, about)
    if (work?.status !== 'IN_PROGRESS') unwanted.abort(new Error('The job is no longer wanted.'))
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) => log.warn({ err: error }, 'could not look after a job'))
  }, lookEveryMs)
  return {
    signal: AbortSignal.any([outer, unwanted.signal]),
    [Symbol.dispose]: () => clearInterval(timer),
  }
}
