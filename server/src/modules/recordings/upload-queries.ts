import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

export type Upload = {
  readonly workspaceId: string
  readonly id: string
  readonly ownerId: string
  readonly length: number
  /** Bytes that outlast a crash. */
  readonly received: number
  /** JSON: text fields. */
  readonly fields: string
  readonly isFinished: boolean
  /** RFC 3339, UTC. */
  readonly expiresAt: string
}

const columns = `workspace_id as "workspaceId", id, owner_id as "ownerId", length, received, fields,
  finished_at is not null as "isFinished", iso(expires_at) as "expiresAt"`

const insertStatement = statement(
  'insert_recording_upload',
  `insert into recording_upload (workspace_id, id, owner_id, length, fields, expires_at)
   values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
)

export async function insertUpload(
  db: Runner,
  upload: Pick<Upload, 'workspaceId' | 'id' | 'ownerId' | 'length' | 'fields'> & {
    readonly expiresAt: Date
  },
): Promise<Upload> {
  const { workspaceId, id, ownerId, length, fields, expiresAt } = upload
  const values = [workspaceId, id, ownerId, length, fields, expiresAt.toISOString()]
  const [row] = await db.run<Upload>(insertStatement, values)
  if (!row) throw new Error('An upload was not inserted.')
  return row
}

const findStatement = statement(
  'find_recording_upload',
  `select ${columns} from recording_upload
   where workspace_id = $1 and id = $3 and owner_id = $2 and expires_at > $4`,
)

/** An upload of this person's that has not expired. */
export async function findUpload(
  db: Runner,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<Upload | undefined> {
  const values = [workspaceId, userId, id, now.toISOString()]
  const [row] = await db.run<Upload>(findStatement, values)
  return row
}

const receivedStatement = statement(
  'recording_upload_received',
  `update recording_upload set received = $3, expires_at = $4
   where workspace_id = $1 and id = $2 and finished_at is null`,
)

export async function setReceived(
  db: Runner,
  state: {
    readonly workspaceId: string
    readonly id: string
    readonly bytes: number
    readonly expiresAt: Date
  },
): Promise<void> {
  const { workspaceId, id, bytes, expiresAt } = state
  await db.run(receivedStatement, [workspaceId, id, bytes, expiresAt.toISOString()])
}

const finishStatement = statement(
  'recording_upload_finished',
  `update recording_upload set finished_at = $3
   where workspace_id = $1 and id = $2 and finished_at is null returning id`,
)

/** False when it was finished before. */
export async function setFinished(
  tx: Runner,
  { workspaceId, id, at }: { workspaceId: string; id: string; at: Date },
): Promise<boolean> {
  return (await tx.run(finishStatement, [workspaceId, id, at.toISOString()])).length > 0
}

const deleteStatement = statement(
  'delete_recording_upload',
  `delete from recording_upload where workspace_id = $1 and id = $2 and finished_at is null
   returning id`,
)

/** Forgets one that is not finished; false when there is none. */
export async function deleteUpload(tx: Runner, workspaceId: string, id: string): Promise<boolean> {
  return (await tx.run(deleteStatement, [workspaceId, id])).length > 0
}

const expiredStatement = statement(
  'delete_expired_uploads',
  `delete from recording_upload u using (
     select workspace_id, id from recording_upload where expires_at < $1
     order by expires_at limit 500
   ) old
   where u.workspace_id = old.workspace_id and u.id = old.id
   returning u.workspace_id as "workspaceId", u.id, u.finished_at is not null as "isFinished"`,
)

/** Forgets up to 500 that expired before the moment, and answers them. */
export function deleteExpired(
  tx: Runner,
  before: Date,
): Promise<Pick<Upload, 'workspaceId' | 'id' | 'isFinished'>[]> {
  return tx.run(expiredStatement, [before.toISOString()])
}
