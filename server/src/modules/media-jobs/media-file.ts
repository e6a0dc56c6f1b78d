import type { Context } from '../../context.ts'
import { readLinkToken } from '../../platform/crypto/link-token.ts'
import { AppError } from '../../platform/errors.ts'
import { type Playing, readRange } from '../recordings/index.ts'
import type { AboutJob } from './job.ts'
import { findJob } from './queries.ts'
import { signerOf } from './show-job.ts'

/** The file behind a link, until it expires or its job is deleted. */
export async function playJobMedia(
  context: Context,
  { token, range: header }: { readonly token: string; readonly range: string | undefined },
): Promise<Playing> {
  const linked = readLinkToken(signerOf(context), token)
  if (!linked || linked.expiresAtMs <= context.now().getTime()) {
    throw new AppError('LINK_EXPIRED', 'The link has expired or is not one of ours.')
  }
  const { workspaceId, id } = linked
  const job = await findJob(context.db, { workspaceId, userId: '', seesAllRows: true }, id)
  const size = job?.status === 'COMPLETED' ? await context.media.stat({ workspaceId, id }) : undefined
  if (size === undefined) throw new AppError('JOB_NOT_FOUND', 'The file is not there any more.')
  const range = readRange(header, size)
  return {
    size,
    range,
    mediaType: 'audio/wav',
    disposition: `inline; filename="speech-${id}.wav"`,
    etag: `"${id}-${size}"`,
    open: () =>
      context.media.read({ workspaceId, id }, range === 'unsatisfiable' ? undefined : range),
  }
}

/** Of a job that has no use for it: one that is done again meanwhile makes a new one. */
export async function deleteFile(
  { db, media }: Context,
  { workspaceId, jobId: id }: AboutJob,
): Promise<void> {
  const job = await findJob(db, { workspaceId, userId: '', seesAllRows: true }, id)
  const isNeeded =
    job?.status === 'PENDING' ||
    job?.status === 'IN_PROGRESS' ||
    (job?.status === 'COMPLETED' && job.type === 'TTS')
  if (!isNeeded) await media.delete({ workspaceId, id })
}
