import type { ServerStorage } from '@parley/contract'
import type { Context } from '../../context.ts'
import { databaseSize, findLastBackup, largestTables } from './queries.ts'

const countForMs = 2_000
const shownTables = 12

export async function getServerStorage({ config, db, media }: Context): Promise<ServerStorage> {
  const [bytes, tables, files, last] = await Promise.all([
    databaseSize(db),
    largestTables(db, shownTables),
    media.measure(countForMs),
    findLastBackup(db),
  ])
  return {
    database: { bytes, tables },
    media: { files: files.files, bytes: files.bytes, is_partial: files.isPartial },
    disk: { free_bytes: files.freeBytes, total_bytes: files.totalBytes },
    data_dir: config.dataDir,
    backup: { command: 'npm run backup -- FILE', last: last ?? null },
  }
}
