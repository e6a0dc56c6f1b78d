import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import { emit } from '../../platform/events/event.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { failureOf } from '../recordings/index.ts'
import { NoLongerWanted } from './hear.ts'
import {
  type AboutJob,
  type Doing,
  JobFailed,
  maxAttempts,
  type Outcome,
  type WorkType,
} from './job.ts'
import { deleteParts } from './part-queries.ts'
import type { JobRow } from './queries.ts'
import { queueFileDeletion, queueTelling } from './queue.ts'
import { speak } from './speak.ts'
import { transcribe } from './transcribe.ts'
import { watch } from './watch.ts'
import { findWork, setCompleted, setFailed, setRunning } from './work-queries.ts'
import { writeContent } from './write-content.ts'

const doers: Readonly<Record<WorkType, (context: Context, doing: Doing) => Promise<Outcome>>> = {
  TRANSCRIPTION: transcribe,
  TTS: speak,
  AI_CONTENT: writeContent,
}

/** Does a job. Repeated after a crash it goes on from what was kept. */
export async function runMediaJob(
  context: Context,
  about: AboutJob,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  await setRunning(context.db, about)
  const work = await findWork(context.db, about)
  if (work?.status !== 'IN_PROGRESS') return
  using watched = watch(context, about, signal)
  const isLastTry = attempt >= maxAttempts
  try {
    const doing = { about, work, attempt, isLastTry, signal: watched.signal }
    await complete(context, about, await doers[work.type](context, doing))
  } catch (error) {
    // Stopped by the process: somebody goes on later. Cancelled or deleted: nobody does.
    signal.throwIfAborted()
    if (error instanceof NoLongerWanted || watched.signal.aborted) return forget(context, about)
    const reason = reasonOf(error, work.type, isLastTry)
    if (!reason) throw error
    context.log.warn({ err: error, jobId: about.jobId }, 'a media job failed')
    await fail(context, about, reason)
  }
}

/** A file that came while the job was cancelled is nobody's. */
async function forget({ media }: Context, { workspaceId, jobId }: AboutJob): Promise<void> {
  await media.delete({ workspaceId, id: jobId })
}

type Reason = { readonly code: string; readonly message: string }

/** What to tell people; undefined when trying again may help. */
function reasonOf(error: unknown, type: WorkType, isLastTry: boolean): Reason | undefined {
  if (error instanceof JobFailed) return { code: error.code, message: error.message }
  if (type !== 'AI_CONTENT') return failureOf(error, isLastTry)
  if (error instanceof ProviderError && !error.retryable) {
    const message = `The language model cannot do it: ${error.message}`
    return { code: 'model_failed', message: message.slice(0, 1_000) }
  }
  const message = 'The language model failed, also when it was tried again.'
  return isLastTry ? { code: 'model_failed', message } : undefined
}

async function complete(context: Context, about: AboutJob, outcome: Outcome): Promise<void> {
  const isDone = await context.db.transaction(async (tx) => {
    const row = await setCompleted(tx, about, { outcome, at: context.now() })
    if (!row) return false
    if (!outcome.keepsFile) await queueFileDeletion(tx, about)
    await end(tx, context, about, row)
    return true
  })
  if (isDone) context.wakeRelay()
  else await forget(context, about)
}

async function fail(context: Context, about: AboutJob, reason: Reason): Promise<void> {
  await context.db.transaction(async (tx) => {
    const row = await setFailed(tx, about, { ...reason, at: context.now() })
    await queueFileDeletion(tx, about)
    if (row) await end(tx, context, about, row)
  })
  context.wakeRelay()
}

/** What follows however it ended. */
async function end(tx: Executor, context: Context, about: AboutJob, row: JobRow): Promise<void> {
  await deleteParts(tx, about)
  if (row.webhookUrl !== null) await queueTelling(tx, about)
  const failure =
    row.failureCode === null
      ? null
      : { code: row.failureCode, message: row.failureMessage ?? row.failureCode }
  await emit(tx, {
    workspaceId: about.workspaceId,
    id: context.newId(),
    name: failure ? 'job.failed' : 'job.completed',
    subjectType: 'job',
    subjectId: about.jobId,
    actorUserId: null,
    data: {
      job: {
        id: row.id,
        type: row.type,
        status: row.status,
        title: row.title,
        failure,
        created_at: row.createdAt,
        completed_at: row.completedAt,
      },
    },
  })
}
