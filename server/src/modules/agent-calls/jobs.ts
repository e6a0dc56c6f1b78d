import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { endAbandoned } from './end-abandoned.ts'
import { expireExports, exportJob, makeExport } from './export-calls.ts'
import { deleteUnusedEndpoints } from './live-queries.ts'

/** Addresses that calls brought along are forgotten when none has for so long. */
const keepEndpointsMs = 90 * 86_400_000
const endpointsAtOnce = 200

export const agentCallJobs: readonly Job<Context>[] = [
  job({
    name: 'end-abandoned-calls',
    schedule: '* * * * *',
    payload: z.object({}),
    async handle(context: Context, _payload, { signal }) {
      const ended = await endAbandoned(context, signal)
      if (ended > 0) context.log.warn({ ended }, 'calls that nobody held were ended')
    },
  }),
  job({ ...exportJob, handle: makeExport }),
  job({
    name: 'expire-call-exports',
    schedule: '29 * * * *',
    payload: z.object({}),
    handle: (context: Context, _payload, { signal }) => expireExports(context, signal),
  }),
  job({
    name: 'forget-unused-call-webhooks',
    schedule: '53 3 * * *',
    payload: z.object({}),
    async handle({ db, now }: Context, _payload, { signal }) {
      const before = new Date(now().getTime() - keepEndpointsMs)
      while ((await deleteUnusedEndpoints(db, before, endpointsAtOnce)) > 0) {
        signal.throwIfAborted()
      }
    },
  }),
]
