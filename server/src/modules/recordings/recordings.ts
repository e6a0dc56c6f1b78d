import type { ListRecordings, Pagination, RecordingChanges } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { announce } from './announce.ts'
import { endRecording } from './end-recording.ts'
import { countRecordings, selectPeaks, selectRecording, selectRecordings } from './queries.ts'
import { queueFetch, queueMediaDeletion, queueTranscription } from './queue.ts'
import { setWaiting } from './work-queries.ts'
import { deleteRecording as deleteRows, updateRecording } from './write-queries.ts'

export const notFound = () => new AppError('RECORDING_NOT_FOUND', 'There is no such recording.')

/** The recording in the envelope. */
export const inEnvelope = (json: string) => new RawJson(`{"data":${json},"error":null}`)

export async function listRecordings(
  { db }: Context,
  principal: Principal,
  query: ListRecordings,
): Promise<RawJson> {
  const [found, total] = await Promise.all([
    selectRecordings(db, principal, query),
    countRecordings(db, principal, query),
  ])
  const rows = found.slice(0, query.limit)
  const hasMore = found.length > query.limit
  const offset = query.cursor ? 0 : query.offset
  const pagination: Pagination = {
    limit: query.limit,
    offset,
    total,
    hasMore,
    page: Math.floor(offset / query.limit) + 1,
    totalPages: Math.ceil(total / query.limit),
    nextCursor: hasMore ? (rows.at(-1)?.id ?? null) : null,
  }
  const data = rows.map(({ json }) => json).join(',')
  return new RawJson(
    `{"data":[${data}],"error":null,"count":${total},"pagination":${JSON.stringify(pagination)}}`,
  )
}

/** As JSON text. */
export async function getRecording(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<string> {
  const json = await selectRecording(db, principal, id)
  if (json === undefined) throw notFound()
  return json
}

export async function changeRecording(
  context: Context,
  principal: Principal,
  { id, changes }: { readonly id: string; readonly changes: RecordingChanges },
): Promise<string> {
  await getRecording(context, principal, id)
  const { title, rep_channel: repChannel } = changes
  await context.db.transaction((tx) =>
    updateRecording(tx, principal.workspaceId, id, { title, repChannel }),
  )
  return getRecording(context, principal, id)
}

/** Deletes it for good, its file included. */
export async function deleteRecording(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  await getRecording(context, principal, id)
  const { workspaceId, userId: actorUserId } = principal
  await context.db.transaction(async (tx) => {
    await announce(tx, context, 'recording.deleted', { workspaceId, id, actorUserId })
    await deleteRows(tx, workspaceId, id)
    await queueMediaDeletion(tx, { workspaceId, recordingId: id })
  })
  context.wakeRelay()
  // The job does it too, should this fail.
  await context.media.delete({ workspaceId, id }).catch((error: unknown) => {
    context.log.warn({ err: error, recordingId: id }, 'a media file is deleted later')
  })
}

export async function cancelRecording(
  context: Context,
  principal: Principal,
  id: string,
): Promise<string> {
  await getRecording(context, principal, id)
  const about = { workspaceId: principal.workspaceId, recordingId: id }
  await endRecording(context, about, { status: 'cancelled' })
  return getRecording(context, principal, id)
}

export async function transcribeAgain(
  context: Context,
  principal: Principal,
  id: string,
): Promise<string> {
  await getRecording(context, principal, id)
  const about = { workspaceId: principal.workspaceId, recordingId: id }
  await context.db.transaction(async (tx) => {
    const waiting = await setWaiting(tx, about.workspaceId, id)
    if (!waiting) throw new AppError('CONFLICT', 'It is being transcribed already.')
    await (waiting.isStored ? queueTranscription : queueFetch)(tx, about)
  })
  return getRecording(context, principal, id)
}

export async function getPeaks(
  { db }: Context,
  principal: Principal,
  id: string,
): Promise<RawJson> {
  const found = await selectPeaks(db, principal, id)
  if (!found) throw notFound()
  const { peaks, duration } = found
  if (peaks === null) throw new AppError('CONFLICT', 'The recording has not been listened to yet.')
  return new RawJson(
    `{"data":${peaks.slice(0, -1)},"duration":${JSON.stringify(duration)}},"error":null}`,
  )
}
