import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, lstat, mkdir, open, readFile, realpath } from 'node:fs/promises'
import { rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { canEnter, idsOf, type OsUser } from './os-user.ts'
import { StartError } from '../start-error.ts'

/** Major version of the programs we carry; a cluster of another one cannot be opened by them. */
const majorVersion = '18'
/** Written last: a cluster without it was never finished, so it never held anything. */
const finishedMark = 'parley.json'
/** Locales that tell letters from signs in all scripts; trigram search needs one. */
const characterLocales = ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'en-US']

export type ClusterOptions = {
  readonly dataDir: string
  readonly binaries: Binaries
  readonly user: OsUser | undefined
  /** Where root puts a cluster that `user` could not reach inside `dataDir`. */
  readonly systemFolder: string
  readonly onProgress: (step: string) => void
}

/** The path under which the cluster of a data folder is found; it may be a symbolic link. */
export function clusterLink(dataDir: string): string {
  return join(dataDir, 'postgres')
}

/** Answers the folder of a complete cluster, which is made when there is none. */
export async function openCluster(options: ClusterOptions): Promise<string> {
  const link = clusterLink(options.dataDir)
  if (await lstat(link).catch(() => undefined)) {
    const folder = await realpath(link).catch((error: unknown) => {
      throw new StartError(`${link} leads nowhere. Is a disk not mounted?`, { cause: error })
    })
    if (await isFinished(folder, options)) return folder
    const aside = `${link}.unfinished-${Date.now()}`
    await rename(link, aside)
    options.onProgress(`Setting aside an unfinished database folder as ${aside}`)
  }
  return createCluster(link, options)
}

async function isFinished(folder: string, { user }: ClusterOptions): Promise<boolean> {
  const owner = (await stat(folder)).uid
  const me = process.getuid?.() ?? owner
  if (!user && owner !== me) {
    throw new StartError(
      `${folder} belongs to another user (id ${owner}), so only that user or root can start it.\n` +
        `To make it yours: sudo chown -R ${me} ${folder}`,
    )
  }
  if (!canEnter(user, folder)) {
    throw new StartError(`User ${user?.name ?? me} cannot enter ${folder}.`)
  }
  if (!(await fileExists(join(folder, finishedMark)))) return false
  await requireWhole(folder)
  return true
}

async function requireWhole(folder: string): Promise<void> {
  const version = (await readFile(join(folder, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (version === '' || !(await fileExists(join(folder, 'global/pg_control')))) {
    throw new StartError(
      `The database in ${folder} is damaged: files are missing. Restore a backup.`,
    )
  }
  if (version !== majorVersion) {
    throw new StartError(
      `${folder} is of PostgreSQL ${version}; this Parley carries ${majorVersion}. ` +
        'Back it up with the Parley that made it and restore into a new data folder.',
    )
  }
}

/** Makes the cluster beside its place and moves it there when it is complete and on the disk. */
async function createCluster(link: string, options: ClusterOptions): Promise<string> {
  const { dataDir, user, systemFolder, onProgress } = options
  onProgress('Preparing the database (first start)')
  const reachable = !user || (await openToUser(dataDir, user))
  const folder = reachable ? link : join(systemFolder, `postgres-${randomBytes(4).toString('hex')}`)
  if (!reachable) await mkdir(systemFolder, { recursive: true, mode: 0o755 })
  const unfinished = `${folder}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  if (user) await chown(unfinished, user.uid, user.gid)
  await initialise(unfinished, options)
  await rename(unfinished, folder)
  if (!reachable) {
    await symlink(folder, link)
    onProgress(`The database is in ${folder}, because user ${user.name} cannot enter ${dataDir}`)
  }
  await syncFolder(dirname(folder))
  await syncFolder(dataDir)
  return realpath(folder)
}

/** Root lets others pass through its own data folder, without letting them list it. */
async function openToUser(dataDir: string, user: OsUser): Promise<boolean> {
  const { mode, uid } = await stat(dataDir)
  if (uid === 0 && (mode & 0o001) === 0) await chmod(dataDir, (mode & 0o777) | 0o001)
  return canEnter(user, dataDir)
}

async function initialise(folder: string, options: ClusterOptions): Promise<void> {
  const { binaries, user, dataDir } = options
  for (const locale of characterLocales) {
    const { status, output } = await runAs(user, binaries.initdb, [
      `--pgdata=${folder}`,
      '--username=postgres',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      `--lc-ctype=${locale}`,
      '--auth=reject',
      '--no-instructions',
    ])
    if (status === 0) break
    if (/invalid locale/.test(output) && locale !== characterLocales.at(-1)) continue
    throw new StartError(`PostgreSQL could not make its folder ${folder}:\n${output.trim()}`)
  }
  // The application's own role owns its database and is no superuser.
  await runSingleUser(options, folder, [
    'create role parley login createdb',
    'create database parley owner parley',
  ])
  const mark = join(folder, finishedMark)
  await writeFile(mark, `${JSON.stringify({ dataDir, createdAt: new Date().toISOString() })}\n`)
  if (user) await chown(mark, user.uid, user.gid)
}

/** Runs statements while no server is running, as the superuser. Each must fit one line. */
export async function runSingleUser(
  { binaries, user }: Pick<ClusterOptions, 'binaries' | 'user'>,
  folder: string,
  statements: readonly string[],
): Promise<void> {
  const { status, output } = await runAs(
    user,
    binaries.postgres,
    ['--single', '-D', folder, '-c', 'log_min_messages=error', 'postgres'],
    statements.map((statement) => `${statement}\n`).join(''),
  )
  if (status === 0 && !/(ERROR|FATAL|PANIC):/.test(output)) return
  throw new StartError(`PostgreSQL could not be set up in ${folder}:\n${output.trim()}`)
}

type Run = { readonly status: number | null; readonly output: string }

async function runAs(
  user: OsUser | undefined,
  program: string,
  parameters: readonly string[],
  input = '',
): Promise<Run> {
  const child = spawn(program, parameters, {
    ...idsOf(user),
    cwd: dirname(program),
    // None of our environment: it holds secrets, and PG* variables would change what happens.
    env: {},
  })
  let output = ''
  const collect = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status) => resolve({ status, output }))
  })
}

async function fileExists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}

/** Makes a rename survive a power cut. Windows has no such call for folders and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}
