import { type Readable, Transform } from 'node:stream'
import type { Context } from '../../context.ts'
import { noteBackup } from '../../platform/backup/note-queries.ts'
import { pipeBackup } from '../../platform/backup/write-backup.ts'
import { keyIdOf } from '../../platform/crypto/key-id.ts'
import { AppError } from '../../platform/errors.ts'

type Download = { readonly content: Readable; readonly fileName: string }

/**
 * Backups as streams, one at a time: each holds a snapshot, and the database cannot tidy up behind it.
 * One whose reader leaves, or that fails, ends the connection; its file is no whole backup, and the
 * restore refuses it.
 */
export function openBackups(context: Context): () => Download {
  let isRunning = false
  return () => {
    if (isRunning) throw new AppError('CONFLICT', 'A backup is being downloaded already.')
    isRunning = true
    const counted = { bytes: 0 }
    const content = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        counted.bytes += chunk.length
        done(null, chunk)
      },
    })
    void send(context, content, counted).finally(() => {
      isRunning = false
    })
    const day = context.now().toISOString().slice(0, 16).replaceAll(':', '')
    return { content, fileName: `parley-${day}.backup` }
  }
}

async function send(
  { config, db, log, newId, now }: Context,
  content: Transform,
  counted: { readonly bytes: number },
): Promise<void> {
  const { connectionString: url = '' } = db.pool.options
  const { encryptionKey } = config
  try {
    const keyId = encryptionKey === undefined ? null : keyIdOf(encryptionKey)
    const { tables, rows } = await pipeBackup(url, content, keyId)
    const { bytes } = counted
    await noteBackup(url, { id: newId(), madeAt: now(), way: 'download', tables, rows, bytes })
    log.info({ tables, rows, bytes }, 'a backup was downloaded')
  } catch (error) {
    log.warn({ err: error }, 'the download of a backup broke off')
    content.destroy(error as Error)
  }
}
