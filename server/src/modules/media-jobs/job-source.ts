import type { JobSearch, ListedJob, MediaJob } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'

/**
 * Jobs that another module keeps, such as calls: found by the same id, listed when their type is asked
 * for. Handed to `mediaJobRoutes` by app.ts.
 */
export type JobSource = {
  readonly type: MediaJob['type']
  /** Undefined when there is none that the caller may see. */
  readonly find: (
    context: Context,
    principal: Principal,
    jobId: string,
  ) => Promise<MediaJob | undefined>
  readonly search: (
    context: Context,
    principal: Principal,
    search: JobSearch,
  ) => Promise<{ readonly total: number; readonly filtered: number; readonly jobs: ListedJob[] }>
}
