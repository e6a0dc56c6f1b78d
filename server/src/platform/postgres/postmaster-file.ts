import { readFile, writeFile } from 'node:fs/promises'
import { readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { identify } from './process-identity.ts'

/** What a running server writes about itself into `postmaster.pid`. */
export type PostmasterFile = {
  readonly pid: number
  readonly port: number
  /** Empty when it listens on no socket. */
  readonly socketFolder: string
  /** `starting`, `ready`, `stopping`, `standby`. */
  readonly status: string
}

const fileIn = (cluster: string) => join(cluster, 'postmaster.pid')

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(fileIn(cluster), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Math.abs(Number.parseInt(lines[0] ?? '', 10))
  if (!pid) return undefined
  return {
    pid,
    port: Number(lines[3] ?? 0),
    socketFolder: lines[4] ?? '',
    status: (lines[7] ?? '').trim(),
  }
}

/** The live server of the cluster, whoever started it. */
export async function findPostmaster(cluster: string): Promise<PostmasterFile | undefined> {
  const file = await readPostmasterFile(cluster)
  return file && isServerOf(file.pid, cluster) ? file : undefined
}

export function isServerOf(pid: number, cluster: string): boolean {
  if (!identify(pid)) return false
  if (process.platform !== 'linux') return true
  try {
    // PostgreSQL works inside its cluster.
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return false
  }
}

/**
 * PostgreSQL refuses to start while the number in its file belongs to any process, be it a zombie
 * or a stranger that was given the number later. It takes no offence at its own parent's number, so
 * that is put there instead; the rest of the file stays, because PostgreSQL finds in it the shared
 * memory that surviving children of the dead server may still use.
 */
export async function disarmPostmasterFile(cluster: string): Promise<void> {
  const text = await readFile(fileIn(cluster), 'utf8').catch(() => undefined)
  if (text === undefined) return
  await writeFile(fileIn(cluster), text.replace(/^-?\d+/, String(process.pid)))
}
