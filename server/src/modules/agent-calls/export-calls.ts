import { Readable } from 'node:stream'
import { agentCallEndpoints, type AnalyticsQuery, type ExportStatus } from '@parley/contract'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { readLinkToken, type Signer, writeLinkToken } from '../../platform/crypto/link-token.ts'
import { AppError } from '../../platform/errors.ts'
import { newJob } from '../../platform/jobs/job.ts'
import { addJobs } from '../../platform/jobs/queries.ts'
import { writeExcel } from '../../providers/spreadsheet/index.ts'
import { askedOf } from './analytics.ts'
import {
  deleteExports,
  findExport,
  insertExport,
  setExpired,
  setExported,
} from './export-queries.ts'
import { tableOf } from './export-rules.ts'
import { countCalls, selectCalls, type Wanted } from './list-queries.ts'
import { ownerOnly, type Viewer } from './view-queries.ts'
import { requireProject } from './view-call.ts'

/** Calls of a file that is waited for, and of one that is made meanwhile. */
const maxAtOnce = 5_000
const maxExported = 50_000
const pageRows = 2_000
const maxFileBytes = 512 * 1024 ** 2
const keepFileMs = 7 * 86_400_000
/** That there was one is known for so long after. */
const keepRowMs = 30 * 86_400_000
const linkMs = 3_600_000
const filesAtOnce = 100
const downloadPath = agentCallEndpoints.exportDownload.path

/** The file, for somebody who waits for it. */
export async function exportNow(
  context: Context,
  principal: Principal,
  query: AnalyticsQuery,
): Promise<Buffer> {
  const { wanted } = await askedOf(context, principal, query)
  const { filtered } = await countCalls(context.db, principal, wanted)
  if (filtered > maxAtOnce) {
    const message = `${filtered} calls are too many to wait for: ask with projectId, or for a shorter period.`
    throw new AppError('PAYLOAD_TOO_LARGE', message)
  }
  return writeExcel(tableOf(await selectAll(context, principal, wanted)))
}

async function selectAll({ db }: Context, viewer: Viewer, wanted: Wanted, signal?: AbortSignal) {
  const rows = []
  for (let offset = 0; offset < maxExported; offset += pageRows) {
    signal?.throwIfAborted()
    const page = await selectCalls(db, viewer, wanted, { limit: pageRows, offset })
    rows.push(...page)
    if (page.length < pageRows) break
  }
  return rows
}

export const exportJob = {
  name: 'export-agent-calls',
  payload: z.object({ workspaceId: z.uuid(), exportId: z.uuid() }),
  maxAttempts: 3,
} as const

/** A file that is made meanwhile; answers its id. */
export async function startExport(
  context: Context,
  principal: Principal,
  query: AnalyticsQuery,
): Promise<string> {
  const { wanted } = await askedOf(context, principal, query)
  const { workspaceId, userId: createdBy } = principal
  const exportId = context.newId()
  const createdAt = context.now()
  await context.db.transaction(async (tx) => {
    await insertExport(tx, {
      workspaceId,
      id: exportId,
      ownerOnly: ownerOnly(principal),
      wanted: JSON.stringify(wanted),
      createdBy,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + keepFileMs),
    })
    await addJobs(tx, [newJob(exportJob, { workspaceId, exportId })])
  })
  return exportId
}

/** Makes the file. Safe to repeat. */
export async function makeExport(
  context: Context,
  { workspaceId, exportId: id }: z.infer<(typeof exportJob)['payload']>,
  { signal, attempt }: { readonly signal: AbortSignal; readonly attempt: number },
): Promise<void> {
  const asked = await findExport(context.db, workspaceId, id)
  if (asked?.status !== 'pending') return
  const { ownerOnly: owner } = asked
  const viewer = { workspaceId, userId: owner ?? workspaceId, seesAllRows: owner === null }
  try {
    const wanted = JSON.parse(asked.wanted) as Wanted
    const rows = await selectAll(context, viewer, wanted, signal)
    const file = await writeExcel(tableOf(rows), signal)
    const key = { workspaceId, id }
    await context.media.put(key, Readable.from([file]), { maxBytes: maxFileBytes })
    await setExported(context.db, workspaceId, id, { rows: rows.length })
  } catch (error) {
    signal.throwIfAborted()
    if (attempt < exportJob.maxAttempts) throw error
    context.log.error({ err: error, exportId: id }, 'an export of calls failed')
    const message = 'The file could not be made. Try a shorter period.'
    await setExported(context.db, workspaceId, id, { error: message })
  }
}

const notFound = () => new AppError('EXPORT_NOT_FOUND', 'There is no such export.')

/** How far a file is, and where it can be had. */
export async function getExport(
  context: Context,
  principal: Principal,
  asked: {
    readonly exportId: string
    readonly projectId?: string | undefined
    /** Where this client reaches the server. */
    readonly baseUrl: string
  },
): Promise<ExportStatus> {
  requireProject(principal, asked.projectId)
  const { workspaceId, userId, seesAllRows } = principal
  const found = await findExport(context.db, workspaceId, asked.exportId)
  if (!found || (!seesAllRows && found.createdBy !== userId)) throw notFound()
  const { error, rowCount: rows, expiresAt } = found
  const isOver = Date.parse(expiresAt) <= context.now().getTime()
  const status = isOver ? 'expired' : found.status
  const { exportId, baseUrl } = asked
  const token = status === 'ready' ? tokenOf(context, { workspaceId, id: exportId }) : null
  const downloadUrl = token && `${baseUrl}${downloadPath}?token=${token}`
  return { exportId, status, downloadUrl, error, rows, expiresAt }
}

function tokenOf(context: Context, { workspaceId, id }: { workspaceId: string; id: string }) {
  const expiresAtMs = context.now().getTime() + linkMs
  return writeLinkToken(signerOf(context), { workspaceId, id, expiresAtMs })
}

/** The file behind a link. */
export async function openExport(
  context: Context,
  token: string,
): Promise<{ readonly size: number; readonly content: Readable }> {
  const linked = readLinkToken(signerOf(context), token)
  const isOver = !linked || linked.expiresAtMs <= context.now().getTime()
  const size = isOver ? undefined : await context.media.stat(linked)
  const found = isOver ? undefined : await findExport(context.db, linked.workspaceId, linked.id)
  if (isOver || size === undefined || found?.status !== 'ready') {
    throw new AppError('LINK_EXPIRED', 'The link has expired or is not one of ours.')
  }
  return { size, content: await context.media.read(linked) }
}

function signerOf({ config }: Context): Signer {
  if (config.encryptionKey === undefined) throw new Error('There is no encryption key.')
  return { key: config.encryptionKey, label: 'export of calls' }
}

/** Deletes files that are too old. */
export async function expireExports(context: Context, signal: AbortSignal): Promise<void> {
  const now = context.now()
  for (;;) {
    signal.throwIfAborted()
    const old = await setExpired(context.db, now, filesAtOnce)
    for (const key of old) await context.media.delete(key)
    if (old.length < filesAtOnce) break
  }
  await deleteExports(context.db, new Date(now.getTime() - keepRowMs))
}
