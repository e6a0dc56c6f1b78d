import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { BackupError } from '../platform/backup/backup-error.ts'
import { noteBackup } from '../platform/backup/note-queries.ts'
import { writeBackup } from '../platform/backup/write-backup.ts'
import { readEncryptionKey } from '../platform/crypto/encryption-key.ts'
import { keyIdOf } from '../platform/crypto/key-id.ts'
import { newId } from '../platform/crypto/new-id.ts'
import { clusterLink } from '../platform/postgres/cluster.ts'
import { fileArgument, runCommand, say, withDatabase } from './run-command.ts'

// npm run backup -- FILE

await runCommand(async (config) => {
  const file = fileArgument('backup')
  const dataDir = resolve(config.dataDir)
  if (!config.databaseUrl && !(await stat(clusterLink(dataDir)).catch(() => undefined))) {
    throw new BackupError(`There is no database in ${dataDir}.`)
  }
  const key = config.encryptionKey ?? (await readEncryptionKey(dataDir))
  const { tables, rows, bytes } = await withDatabase(config, async (url) => {
    const made = await writeBackup(url, file, key === undefined ? null : keyIdOf(key))
    await noteBackup(url, { id: newId(), madeAt: new Date(), way: 'command', ...made })
    return made
  })
  say(`Backed up ${rows} rows of ${tables} tables into ${file} (${bytes} bytes).`)
  say(
    config.encryptionKey
      ? 'Keep ENCRYPTION_KEY too: it is not in the file, and stored secrets need it.'
      : `Keep ${dataDir}/encryption.key too: it is not in the file, and stored secrets need it.`,
  )
})
