import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { isConnectionLoss } from '../../platform/db/pipelined-reader.ts'
import { job, newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { type Fathom, FathomError, type MeetingPage } from '../../providers/fathom/index.ts'
import {
  advanceImport,
  endImport,
  type ImportRun,
  pauseImport,
  startImport,
  turnPage,
} from './import-queries.ts'
import { fathomOf } from './integration.ts'
import { findIntegration } from './integration-queries.ts'
import { readPayloads } from './payload-rules.ts'
import { saveMeeting } from './save-meeting.ts'

/** Tries while Fathom is away: about three hours, for they come e^n seconds apart. */
const maxAttempts = 12

const payload = z.object({ workspaceId: z.uuid(), importId: z.uuid() })

/**
 * Fetches meetings page by page. What is done is noted with each meeting in one transaction, so a run
 * that was killed goes on where it stood, and two runs of one import do nothing twice.
 */
export const importJob = job({
  name: 'import-fathom-meetings',
  payload,
  maxAttempts,
  async handle(context: Context, { workspaceId, importId }, { signal, attempt }) {
    const run = await startImport(context.db, { workspaceId, importId }, context.now())
    if (!run) return
    try {
      await importPages(context, run, signal)
    } catch (error) {
      if (error instanceof Superseded) return
      if (!(error instanceof FathomError)) throw error
      await settle(context, run, { error, isLast: attempt >= maxAttempts })
    }
  },
})

/** The import was cancelled, or another run of it went on. */
class Superseded extends Error {}

async function importPages(context: Context, first: ImportRun, signal: AbortSignal): Promise<void> {
  const owner = { workspaceId: first.workspace_id, userId: first.user_id }
  const integration = await findIntegration(context.db, owner)
  if (!integration) return end(context, first, 'Fathom was disconnected.')
  const fathom = fathomOf(context, integration)
  let run: ImportRun | undefined = first
  while (run) {
    signal.throwIfAborted()
    const page = await fathom.listMeetings({
      cursor: run.page_cursor ?? undefined,
      createdAfter: run.since ?? undefined,
      withContent: true,
    })
    const isEnough = await importPage({ context, fathom, run, signal }, page)
    if (isEnough || page.nextCursor === undefined) return end(context, run, null)
    run = await turnPage(context.db, run, page.nextCursor)
  }
}

type Work = {
  readonly context: Context
  readonly fathom: Fathom
  readonly run: ImportRun
  readonly signal: AbortSignal
}

/** Whether as many as were asked for are done. */
async function importPage(work: Work, { meetings }: MeetingPage): Promise<boolean> {
  const { run, signal } = work
  const left = (run.max_meetings ?? Number.POSITIVE_INFINITY) - run.processed
  const rest = meetings.slice(run.page_done, run.page_done + left)
  for (const [index, meeting] of rest.entries()) {
    signal.throwIfAborted()
    await importMeeting(work, meeting, run.page_done + index)
  }
  return rest.length >= left
}

async function importMeeting(work: Work, wire: unknown, done: number): Promise<void> {
  const { context, run } = work
  const complete = await withTranscript(work.fathom, wire)
  const [read] = readPayloads(complete)
  if (!read || 'problem' in read) return skip(work, done, read?.problem ?? 'It holds nothing.')
  const { reading, source } = read
  const body = JSON.stringify(source)
  const problems = reading.problems.map((problem) => `${labelOf(reading)}: ${problem}`)
  const told = {
    workspaceId: run.workspace_id,
    userId: run.user_id,
    door: 'fathom',
    digest: createHash('sha256').update(body).digest('hex'),
    reading,
    body,
  } as const
  try {
    await saveMeeting(context, told, async (tx, saved) => {
      const outcome = saved.outcome === 'deleted' ? 'unchanged' : saved.outcome
      if (!(await advanceImport(tx, run, { done, outcome, problems }))) throw new Superseded()
    })
  } catch (error) {
    if (error instanceof Superseded || isConnectionLoss(error)) throw error
    context.log.error({ err: error }, 'a meeting could not be imported')
    await skip(work, done, `${labelOf(reading)} could not be saved.`)
  }
}

function labelOf({ ids, fields }: { ids: { recordingId?: string }; fields: { title?: string } }) {
  return `${fields.title ?? 'A meeting'} (${ids.recordingId ?? 'no id'})`
}

/** Goes on without this one. */
async function skip({ context, run }: Work, done: number, problem: string): Promise<void> {
  const step = { done, outcome: 'failed', problems: [problem] } as const
  if (!(await advanceImport(context.db, run, step))) throw new Superseded()
}

/** Lists leave a transcript out that was not ready when it was asked for; then it is asked for alone. */
async function withTranscript(fathom: Fathom, wire: unknown): Promise<unknown> {
  if (typeof wire !== 'object' || wire === null || !('recording_id' in wire)) return wire
  const { recording_id: id, transcript } = wire as { recording_id: unknown; transcript?: unknown }
  if ((transcript ?? null) !== null || !Number.isSafeInteger(id)) return wire
  return { ...wire, transcript: await fathom.getTranscript(id as number) }
}

async function end(context: Context, run: ImportRun, failure: string | null): Promise<void> {
  const status = failure === null ? 'completed' : 'failed'
  await endImport(context.db, run, { status, message: failure, now: context.now() })
}

/** After a limit the import goes on when Fathom allows it; an absent Fathom is tried again. */
async function settle(
  context: Context,
  run: ImportRun,
  { error, isLast }: { readonly error: FathomError; readonly isLast: boolean },
): Promise<void> {
  const sentence = error.message.replace(/^fathom: /, '')
  if (error.failure === 'limited') return waitForFathom(context, run, error)
  if (!error.retryable || isLast) return end(context, run, sentence)
  await pauseImport(context.db, run, `${sentence} Trying again.`, context.now())
  throw error
}

async function waitForFathom(
  context: Context,
  run: ImportRun,
  { retryAfterMs = 0 }: FathomError,
): Promise<void> {
  const runAt = new Date(context.now().getTime() + retryAfterMs)
  const { workspace_id: workspaceId, id: importId } = run
  await context.db.transaction(async (tx) => {
    if (!(await pauseImport(tx, run, "Waiting for Fathom's rate limit.", runAt))) return
    await addJobs(tx, [newJob(importJob, { workspaceId, importId }, { runAt })])
  })
}
