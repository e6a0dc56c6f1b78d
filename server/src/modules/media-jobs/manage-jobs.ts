import type { ContentEstimate, ContentPart, JobSearch, ListedJob, MediaJob } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import type { JobSource } from './job-source.ts'
import { countJobs, selectContentOf, selectJobs } from './list-queries.ts'
import { estimateTokens } from './model-writer.ts'
import { deleteParts } from './part-queries.ts'
import { cancelJob, deleteJob, findJob, type JobRow, repeatJob } from './queries.ts'
import { queueFileDeletion, queueRun } from './queue.ts'
import { toListedJob, toMediaJob } from './show-job.ts'
import { findSource } from './source.ts'

/** Who asks, and how they reach this server. */
export type Asker = { readonly principal: Principal; readonly baseUrl: string }

export const notFound = () => new AppError('JOB_NOT_FOUND', 'There is no such job.')

/** Jobs that wrote of one transcript, shown at most. */
const shownContent = 20
/** How long `sync` waits, and how often it looks: below what proxies give up at. */
const syncMs = 25_000
const lookEveryMs = 250

function linking({ principal, baseUrl }: Asker) {
  return { baseUrl, workspaceId: principal.workspaceId }
}

export async function getJob(
  context: Context,
  asker: Asker,
  { id, sources = [] }: { readonly id: string; readonly sources?: readonly JobSource[] },
): Promise<MediaJob> {
  const row = await findJob(context.db, asker.principal, id)
  if (row) return toMediaJob(context, row, linking(asker))
  for (const source of sources) {
    const job = await source.find(context, asker.principal, id)
    if (job) return job
  }
  throw notFound()
}

/** For clients that asked to be answered when it is done; after a while they are answered anyway. */
export async function waitForEnd(
  context: Context,
  { principal }: Asker,
  id: string,
): Promise<void> {
  const until = Date.now() + syncMs
  for (;;) {
    const job = await findJob(context.db, principal, id)
    if (job?.status !== 'PENDING' && job?.status !== 'IN_PROGRESS') return
    if (Date.now() >= until) return
    await new Promise((done) => {
      setTimeout(done, lookEveryMs)
    })
  }
}

type JobPage = { total: number; filtered: number; jobs: ListedJob[] }

export async function searchJobs(
  context: Context,
  asker: Asker,
  { search, sources }: { readonly search: JobSearch; readonly sources: readonly JobSource[] },
): Promise<JobPage> {
  const source = sources.find(({ type }) => type === search.type)
  if (source) return source.search(context, asker.principal, search)
  const { take, skip, sort } = search
  const filter = {
    search: search.search ?? null,
    status: search.status ?? null,
    type: search.type ?? null,
  }
  const rows = await selectJobs(context.db, asker.principal, {
    ...filter,
    sort: sort?.field ?? 'createdAt',
    direction: sort?.direction ?? 'desc',
    limit: take,
    offset: (skip - 1) * take,
  })
  const counts = await countJobs(context.db, asker.principal, filter)
  return { ...counts, jobs: rows.map((row) => toListedJob(context, row, linking(asker))) }
}

/** Texts that were said, newest first. */
export async function listHistory(
  context: Context,
  asker: Asker,
  query: { readonly take: number; readonly skip: number; readonly search?: string | undefined },
): Promise<{ total: number; filtered: number; history: MediaJob[] }> {
  const { take, skip, search = null } = query
  const spoken = { status: null, type: 'TTS' } as const
  const rows = await selectJobs(context.db, asker.principal, {
    ...spoken,
    search,
    sort: 'createdAt',
    direction: 'desc',
    limit: take,
    offset: (skip - 1) * take,
  })
  const { filtered } = await countJobs(context.db, asker.principal, { ...spoken, search })
  const all = await countJobs(context.db, asker.principal, { ...spoken, search: null })
  const history = rows.map((row) => toMediaJob(context, row, linking(asker)))
  return { total: all.filtered, filtered, history }
}

/** Stops it; one that has ended stays as it is. */
export async function cancel(context: Context, asker: Asker, id: string): Promise<MediaJob> {
  const { principal } = asker
  const about = { workspaceId: principal.workspaceId, jobId: id }
  await context.db.transaction(async (tx) => {
    if (!(await cancelJob(tx, principal, id))) return
    await deleteParts(tx, about)
    await queueFileDeletion(tx, about)
  })
  return getJob(context, asker, { id })
}

export async function retry(context: Context, asker: Asker, id: string): Promise<MediaJob> {
  const { principal } = asker
  const row = await requireJob(context, principal, id)
  await context.db.transaction(async (tx) => {
    if (!(await repeatJob(tx, principal, id))) {
      throw new AppError('CONFLICT', 'Only a job that failed or was cancelled can be done again.')
    }
    await queueRun(tx, { workspaceId: principal.workspaceId, jobId: id }, row.type)
  })
  return getJob(context, asker, { id })
}

export async function remove(context: Context, principal: Principal, id: string): Promise<void> {
  await context.db.transaction(async (tx) => {
    if (!(await deleteJob(tx, principal, id))) throw notFound()
    await queueFileDeletion(tx, { workspaceId: principal.workspaceId, jobId: id })
  })
}

async function requireJob({ db }: Context, principal: Principal, id: string): Promise<JobRow> {
  const row = await findJob(db, principal, id)
  if (!row) throw notFound()
  return row
}

type Content = {
  jobId: string
  parts: (ContentPart & { jobId: string })[]
  jobs: MediaJob[]
}

/** What was written of a transcript: of each part the newest first. */
export async function getContent(
  context: Context,
  asker: Asker,
  sourceId: string,
): Promise<Content> {
  if (!(await findSource(context, asker.principal, sourceId))) throw notFound()
  const rows = await selectContentOf(context.db, asker.principal, sourceId, shownContent)
  const parts = rows.flatMap(({ id, result }) => {
    const { parts: written = [] } = JSON.parse(result ?? '{}') as { parts?: ContentPart[] }
    return written.map((part) => ({ ...part, jobId: id }))
  })
  const jobs = rows.map((row) => toMediaJob(context, row, linking(asker)))
  return { jobId: sourceId, parts, jobs }
}

export async function estimateContent(
  context: Context,
  principal: Principal,
  { sourceId, aiParts }: { readonly sourceId: string; readonly aiParts: readonly string[] },
): Promise<ContentEstimate> {
  const source = await findSource(context, principal, sourceId)
  if (!source) throw notFound()
  if (source === 'waiting') throw new AppError('CONFLICT', 'It has no transcript yet.')
  const base = { jobId: sourceId, aiParts: [...aiParts] }
  if (!context.llm) {
    return { ...base, method: 'extractive', inputTokens: 0, outputTokens: 0, costUsd: 0 }
  }
  return { ...base, method: 'model', ...estimateTokens(source, aiParts.length), costUsd: null }
}
