import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Header } from '../platform/backup/format.ts'
import { isUnused, restoreBackup, verifyBackup } from '../platform/backup/restore-backup.ts'
import { readEncryptionKey } from '../platform/crypto/encryption-key.ts'
import { keyIdOf } from '../platform/crypto/key-id.ts'
import { openDatabase } from '../platform/db/database.ts'
import { migrate } from '../platform/db/migrate.ts'
import { takeOverEvents } from '../platform/events/restored.ts'
import { installQueue } from '../platform/jobs/worker.ts'
import { openLog } from '../platform/log.ts'
import { fileArgument, runCommand, say, withDatabase } from './run-command.ts'

// npm run restore -- FILE

await runCommand(async (config) => {
  const file = fileArgument('restore')
  // Before anything is made or touched.
  const header = await verifyBackup(file)
  say(`${file} is whole; it was made at ${header.createdAt}.`)
  const { tables, rows } = await withDatabase(config, async (url) => {
    if (await isUnused(url)) await prepare(url, config, header)
    const summary = await restoreBackup(url, file, takeOverEvents)
    await migrate(url, (name) => say(`Bringing the database up to date: ${name}`))
    return summary
  })
  say(`Restored ${rows} rows of ${tables} tables.`)
  await remindOfKey(config, header)
})

/** Makes the tables as they were when the backup was made. */
async function prepare(url: string, { logLevel }: Config, { migrations }: Header): Promise<void> {
  await migrate(url, () => {}, migrations.at(-1)?.name)
  const log = openLog(logLevel)
  const db = openDatabase(url, log)
  await installQueue(db, log)
  await db.close()
}

async function remindOfKey(config: Config, { encryptionKeyId }: Header): Promise<void> {
  if (encryptionKeyId === null) return
  const key = config.encryptionKey ?? (await readEncryptionKey(config.dataDir))
  if (key !== undefined && keyIdOf(key) === encryptionKeyId) return
  say(
    'The backup was made with another encryption key. Before starting Parley, put that one into ' +
      `${resolve(config.dataDir)}/encryption.key or ENCRYPTION_KEY; stored secrets need it.`,
  )
}
