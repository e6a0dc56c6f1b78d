import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync, statSync, unlinkSync } from 'node:fs'
import {
  constants,
  copyFile,
  link,
  readFile,
  rename,
  stat,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { identify, type ProcessIdentity } from './process-identity.ts'
import { StartError } from '../start-error.ts'

/** The lock's time is renewed this often, for those who cannot see our process. */
const beatIntervalMs = 5_000
/** A lock from another machine or container that has not been renewed for this long is left over. */
const lostAfterMs = 15_000
const lookIntervalMs = 500

/** Another Parley holds the folder. */
export class FolderInUse extends StartError {}

export type FolderLock = { release(): void }

/**
 * `machine` is what shares one list of processes: a boot of a machine, or a container on it. Inside
 * it a lock is judged by its process; beyond it, by the time of the file.
 */
type Holder = ProcessIdentity & { readonly machine: string; readonly token: string }

/** Makes us the only Parley on the folder, or throws a StartError that names the other one. */
export async function lockFolder(dataDir: string): Promise<FolderLock> {
  const path = join(dataDir, 'parley.lock')
  const me: Holder = {
    pid: process.pid,
    startedAt: identify(process.pid)?.startedAt,
    machine: thisMachine(),
    token: randomBytes(8).toString('hex'),
  }
  const text = JSON.stringify(me)
  const own = `${path}.${me.token}`
  await writeFile(own, text, { mode: 0o600 })
  try {
    while (!(await linkOnce(own, path))) await clearLeftover(path, dataDir, own)
  } finally {
    await unlink(own)
  }
  return keep(path, text)
}

/** A hard link appears with its content, so nobody ever reads a half-written lock. */
async function linkOnce(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
  }
  try {
    // A file system without hard links.
    await copyFile(from, to, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function clearLeftover(path: string, dataDir: string, own: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return
  const holder = parse(text)
  if (holder && (await isHeld(path, holder))) {
    throw new FolderInUse(
      `The data folder ${dataDir} is in use by another Parley (process ${holder.pid}` +
        `${holder.machine === thisMachine() ? '' : ' on another machine or container'}).\n` +
        'Stop that one, or choose another folder with DATA_DIR.',
    )
  }
  // Moved, then looked at: of two starting at once, one must not remove the other's new lock.
  const moved = `${own}.old`
  await rename(path, moved).catch(() => {})
  const found = await readFile(moved, 'utf8').catch(() => undefined)
  if (found !== undefined && found !== text) await linkOnce(moved, path)
  await unlink(moved).catch(() => {})
}

async function isHeld(path: string, holder: Holder): Promise<boolean> {
  if (holder.machine === thisMachine()) {
    const running = identify(holder.pid)
    return running !== undefined && running.startedAt === holder.startedAt
  }
  const first = await modifiedAt(path)
  for (;;) {
    const beat = await modifiedAt(path)
    if (beat !== first) return beat !== undefined
    if (beat === undefined || Date.now() - beat > lostAfterMs) return false
    await new Promise((resolve) => setTimeout(resolve, lookIntervalMs))
  }
}

async function modifiedAt(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.mtimeMs
}

function parse(text: string): Holder | undefined {
  try {
    const value = JSON.parse(text) as Partial<Holder>
    return typeof value.pid === 'number' ? (value as Holder) : undefined
  } catch {
    return undefined
  }
}

function keep(path: string, text: string): FolderLock {
  const beat = setInterval(() => {
    const now = new Date()
    void utimes(path, now, now).catch(() => {})
  }, beatIntervalMs).unref()
  return {
    release() {
      clearInterval(beat)
      const isOurs =
        statSync(path, { throwIfNoEntry: false }) && readFileSync(path, 'utf8') === text
      if (isOurs) unlinkSync(path)
    },
  }
}

function thisMachine(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}
