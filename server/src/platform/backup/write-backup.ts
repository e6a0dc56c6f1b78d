import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { link, stat, unlink } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { BackupError } from './backup-error.ts'
import { listAppliedMigrations, listSequences, listTables } from './catalogue-queries.ts'
import { inSession, type Session } from './copy-queries.ts'
import { countLines, endOfRows, frame, type Header, jsonFrame } from './format.ts'

export type BackupSummary = {
  readonly tables: number
  readonly rows: number
  /** Size of the file. */
  readonly bytes: number
}

/**
 * Writes all rows of a database into a new file, as they were at one moment. The server may go on
 * working. The file appears when it is complete, readable by its owner only.
 */
export async function writeBackup(
  url: string,
  path: string,
  encryptionKeyId: string | null,
): Promise<BackupSummary> {
  if (await stat(path).catch(() => undefined)) throw new BackupError(`${path} exists already.`)
  const unfinished = `${path}.unfinished`
  try {
    const file = createWriteStream(unfinished, { mode: 0o600, flush: true })
    const summary = await pipeBackup(url, file, encryptionKeyId)
    await finish(unfinished, path)
    return { ...summary, bytes: (await stat(path)).size }
  } finally {
    await unlink(unfinished).catch(() => {})
  }
}

/** Writes the same into a stream, and answers when all of it was taken. */
export function pipeBackup(
  url: string,
  target: Writable,
  encryptionKeyId: string | null,
): Promise<Omit<BackupSummary, 'bytes'>> {
  return inSession(url, 'begin isolation level repeatable read, read only', async (session) => {
    const header = await describe(session, encryptionKeyId)
    const counted = { tables: header.tables.length, rows: 0 }
    await pipeline(Readable.from(contentOf(session, header, counted)), createGzip(), target)
    return counted
  })
}

/** A link, unlike a rename, never replaces a file that appeared meanwhile. */
async function finish(unfinished: string, path: string): Promise<void> {
  try {
    await link(unfinished, path)
  } catch (error) {
    throw new BackupError(`${path} cannot be written: ${(error as Error).message}.`)
  }
}

async function describe({ client }: Session, encryptionKeyId: string | null): Promise<Header> {
  const migrations = await listAppliedMigrations(client)
  if (migrations.length === 0) throw new BackupError('This is not a database of Parley.')
  return {
    format: 'parley-backup',
    version: 1,
    createdAt: new Date().toISOString(),
    encryptionKeyId,
    migrations,
    tables: await listTables(client),
    // Not part of the snapshot, but read after it began: never behind the rows.
    sequences: await listSequences(client),
  }
}

async function* contentOf(session: Session, header: Header, counted: { rows: number }) {
  yield jsonFrame(header)
  for (const table of header.tables) {
    const hash = createHash('sha256')
    let rows = 0
    for await (const bytes of session.copyOut(table)) {
      hash.update(bytes)
      rows += countLines(bytes)
      yield frame(bytes)
    }
    yield endOfRows
    yield jsonFrame({ rows, sha256: hash.digest('hex') })
    counted.rows += rows
  }
  yield jsonFrame({ end: true })
}
