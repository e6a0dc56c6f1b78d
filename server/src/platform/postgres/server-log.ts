import { closeSync, openSync } from 'node:fs'
import { copyFile, open, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '../log.ts'

/** A log larger than this is set aside as postgres.log.1, over the one before. */
const usualLimits = { rotateAboveBytes: 10_485_760, followIntervalMs: 2_000 }
/** Read at once from the log; more than that between two looks is skipped. */
const readLimitBytes = 65_536
/** Ordinary statement errors reach the application anyway; these it would not hear of. */
const worthTelling = /(FATAL|PANIC|WARNING):|terminated by signal|could not|exited with exit code/
/** Said to every connection that comes too early or too late: expected. */
const expected = /the database system is (starting up|shutting down|in recovery mode|not yet)/

export type ServerLog = {
  /** File descriptor PostgreSQL writes to; it stays good when our process ends. */
  readonly fd: number
  /** What was written since `mark`, at most the last few kilobytes. */
  since(mark: number): Promise<string>
  size(): Promise<number>
  close(): void
}

/** PostgreSQL's own log, DATA_DIR/postgres.log; what matters of it is repeated in ours. */
export async function openServerLog(
  dataDir: string,
  log: Logger,
  limits = usualLimits,
): Promise<ServerLog> {
  const path = join(dataDir, 'postgres.log')
  const sizeOf = async () => (await stat(path).catch(() => undefined))?.size ?? 0
  // Appended to, so that PostgreSQL goes on at the new end after a rotation.
  const fd = openSync(path, 'a', 0o600)
  let seen = await sizeOf()
  const follow = async () => {
    const size = await sizeOf()
    if (size <= seen) return
    const text = await readFrom(path, Math.max(seen, size - readLimitBytes))
    seen = size
    if (size > limits.rotateAboveBytes) {
      await copyFile(path, `${path}.1`)
      await truncate(path)
      seen = 0
    }
    for (const line of text.split('\n')) {
      if (worthTelling.test(line) && !expected.test(line)) log.warn({ postgres: line }, 'postgres')
    }
  }
  // One look at a time: two at once would both tell the same lines.
  let following: Promise<void> | undefined
  const timer = setInterval(() => {
    following ??= follow()
      .catch(() => {})
      .finally(() => {
        following = undefined
      })
  }, limits.followIntervalMs).unref()
  return {
    fd,
    since: (mark) => readFrom(path, mark),
    size: sizeOf,
    close() {
      clearInterval(timer)
      closeSync(fd)
    },
  }
}

async function readFrom(path: string, start: number): Promise<string> {
  const file = await open(path, 'r')
  try {
    const buffer = Buffer.alloc(readLimitBytes)
    const { bytesRead } = await file.read(buffer, 0, readLimitBytes, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}
