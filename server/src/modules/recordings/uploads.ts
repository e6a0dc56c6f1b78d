import { Readable } from 'node:stream'
import { RecordingForm, type RecordingFields } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { refusalOf } from '../../platform/validate.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { addRecording } from './add-recording.ts'
import { maxFileBytes } from './limits.ts'
import { type AboutRecording, queueMediaDeletion } from './queue.ts'
import {
  deleteExpired,
  deleteUpload,
  findUpload,
  insertUpload,
  setFinished,
  setReceived,
  type Upload,
} from './upload-queries.ts'
import { findStatus } from './work-queries.ts'

/** An upload that pauses longer begins again. */
const keepUploadMs = 24 * 3_600_000

/** What a form or tus says of a file: text fields, all optional. */
export type Fields = Readonly<Record<string, string>>

/** A file of a form that arrived, with what came beside it. */
type Received = {
  readonly bytes: number
  readonly fileName: string | null
  readonly fields: Fields
}

/** What tus clients say of the file itself. */
const ofTheFile = new Set(['filename', 'name', 'filetype', 'type'])

function readFields(fields: Fields): RecordingFields {
  const given = Object.entries(fields).filter(([name]) => !ofTheFile.has(name))
  const result = RecordingForm.safeParse(Object.fromEntries(given))
  if (!result.success) throw refusalOf(result.error)
  return result.data
}

/** Makes a recording of a file that has arrived; answers it as JSON text. */
export async function keepUpload(
  context: Context,
  principal: Principal,
  upload: Received & { readonly id: string },
): Promise<string> {
  const { id, bytes, fileName, fields } = upload
  return addRecording(context, principal, {
    id,
    fields: readFields(fields),
    origin: { fileName, bytes },
    beforeCommit: () => context.media.finish({ workspaceId: principal.workspaceId, id }),
  })
}

/** Removes what arrived of a file that became no recording. */
export async function discardUpload(
  { db, media }: Context,
  { workspaceId, recordingId: id }: AboutRecording,
): Promise<void> {
  // When the connection broke during the commit, it may have become one all the same.
  if ((await findStatus(db, workspaceId, id)) === undefined) await media.delete({ workspaceId, id })
}

/** Begins a file that arrives in several requests. */
export async function beginUpload(
  context: Context,
  principal: Principal,
  { length, fields }: { readonly length: number; readonly fields: Fields },
): Promise<Upload> {
  if (length > maxFileBytes) throw tooLarge()
  // A mistake is better told now than after two gigabytes.
  readFields(fields)
  const { workspaceId, userId: ownerId } = principal
  const id = context.newId()
  const upload = await insertUpload(context.db, {
    workspaceId,
    id,
    ownerId,
    length,
    fields: JSON.stringify(fields),
    expiresAt: expiryFrom(context),
  })
  return upload
}

export async function getUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<Upload> {
  const upload = await findUpload(context.db, principal, { id, now: context.now() })
  if (!upload) throw new AppError('ROUTE_NOT_FOUND', 'There is no such upload.')
  return upload
}

/** Uploads that a request of this process is adding to: two would write over each other. */
const busy = new Set<string>()

/** Adds what a request brings, from a position on; answers how far it came. */
export async function continueUpload(
  context: Context,
  principal: Principal,
  addition: { readonly id: string; readonly offset: number; readonly content: Readable },
): Promise<Upload> {
  const { id, offset, content } = addition
  const upload = await getUpload(context, principal, id)
  if (offset !== upload.received) {
    throw new AppError('CONFLICT', `The upload continues at byte ${upload.received}.`)
  }
  if (busy.has(id)) throw new AppError('CONFLICT', 'Another request adds to this upload.')
  busy.add(id)
  try {
    const received = await receive(context, upload, content)
    if (received === upload.length) await finishUpload(context, principal, upload)
    return { ...upload, received }
  } finally {
    busy.delete(id)
  }
}

async function receive(
  context: Context,
  { workspaceId, id, received, length }: Upload,
  content: Readable,
): Promise<number> {
  const onDurable = (bytes: number) =>
    setReceived(context.db, { workspaceId, id, bytes, expiresAt: expiryFrom(context) })
  const key = { workspaceId, id }
  const { bytes, failure } = await context.media.append(key, received, content, {
    maxBytes: length,
    onDurable,
  })
  if (failure) throw refusalOfStore(failure)
  return bytes
}

/** Makes the recording of an upload that has all its bytes. */
export async function finishIfComplete(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const upload = await getUpload(context, principal, id)
  if (upload.received !== upload.length || upload.isFinished) return
  if (upload.length === 0) await receive(context, upload, Readable.from([]))
  await finishUpload(context, principal, upload)
}

/** Makes the recording, once: that the upload is finished commits together with it. */
async function finishUpload(
  context: Context,
  principal: Principal,
  { workspaceId, id, length, fields: text, isFinished }: Upload,
): Promise<void> {
  if (isFinished) return
  const fields = JSON.parse(text) as Fields
  const fileName = fields.filename ?? fields.name ?? null
  await addRecording(context, principal, {
    id,
    fields: readFields(fields),
    origin: { fileName, bytes: length },
    async beforeCommit(tx) {
      await setFinished(tx, { workspaceId, id, at: context.now() })
      await context.media.finish({ workspaceId, id })
    },
  })
}

/** Gives an upload up; one that became a recording stays. */
export async function cancelUpload(
  context: Context,
  principal: Principal,
  id: string,
): Promise<void> {
  const { workspaceId } = await getUpload(context, principal, id)
  await context.db.transaction(async (tx) => {
    if (!(await deleteUpload(tx, workspaceId, id))) return
    await queueMediaDeletion(tx, { workspaceId, recordingId: id })
  })
}

/** Deletes what nobody went on with; answers how many. */
export async function deleteExpiredUploads(context: Context, before: Date): Promise<number> {
  return context.db.transaction(async (tx) => {
    const expired = await deleteExpired(tx, before)
    for (const { workspaceId, id, isFinished } of expired) {
      if (!isFinished) await queueMediaDeletion(tx, { workspaceId, recordingId: id })
    }
    return expired.length
  })
}

const expiryFrom = (context: Context) => new Date(context.now().getTime() + keepUploadMs)

const tooLarge = () => new AppError('PAYLOAD_TOO_LARGE', 'A file may have at most 2 GiB.')

/** What the uploader is told of a stream that could not be kept. */
export function refusalOfStore(error: Error): Error {
  if (!(error instanceof MediaStoreError)) return error
  if (error.code === 'too_large') return tooLarge()
  if (error.code === 'full') {
    return new AppError('INSUFFICIENT_STORAGE', 'There is no room left for files on this server.')
  }
  return invalid('Upload-Offset', 'What was received is no longer there: begin again.', 'CONFLICT')
}
