import { z } from 'zod'
import type { Context } from '../../context.ts'
import { type Job, job } from '../../platform/jobs/job.ts'
import { beginEvaluations } from './begin-evaluation.ts'
import { beginJob, evaluateJob } from './queue.ts'
import { resumeEvaluations, runEvaluation } from './run-evaluation.ts'

export const evaluationJobs: readonly Job<Context>[] = [
  job({ ...beginJob, handle: beginEvaluations }),
  job({ ...evaluateJob, handle: runEvaluation }),
  job({
    name: 'resume-evaluations',
    schedule: '37 * * * *',
    payload: z.object({}),
    handle: resumeEvaluations,
  }),
]
