import { mkdir, realpath, unlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Logger } from '../log.ts'
import {
  type Address,
  closeSocketFolder,
  findFreePort,
  keepPassword,
  listenSettings,
  newPassword,
  openSocketFolder,
  readPassword,
  urlOf,
  writeAccessRules,
} from './access.ts'
import { findBinaries } from './binaries.ts'
import { clusterLink, openCluster, runSingleUser } from './cluster.ts'
import { lockFolder } from './folder-lock.ts'
import { currentUser, findPostgresUser, type OsUser } from './os-user.ts'
import { attach, type Launch } from './postmaster.ts'
import { findPostmaster } from './postmaster-file.ts'
import { openServerLog } from './server-log.ts'
import { ownSettings } from './settings.ts'
import { StartError } from '../start-error.ts'
import { start, supervise } from './supervisor.ts'

export type EmbeddedPostgresOptions = {
  /** Parley's DATA_DIR; the cluster is its folder `postgres`. */
  readonly dataDir: string
  readonly log: Logger
  /** Told a short sentence before each step that may take seconds. */
  readonly onProgress?: (step: string) => void
  /** Settings of PostgreSQL over ours; tests turn fsync off. */
  readonly settings?: Readonly<Record<string, string>>
  /** `tcp` is what Windows uses. */
  readonly transport?: Address['kind']
  /** Where root keeps what PostgreSQL's user cannot reach inside DATA_DIR or the installation. */
  readonly systemFolder?: string
}

export type EmbeddedPostgres = {
  readonly url: string
  /** Whether a server of an earlier Parley was found running and taken over. */
  readonly attached: boolean
  stop(): Promise<void>
}

/**
 * Runs PostgreSQL for this process alone: makes the cluster when there is none, brings the server
 * back when it dies, and stops it when we stop or die. Throws a StartError when it cannot.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir)
  await openFolder(dataDir)
  const lock = await lockFolder(dataDir)
  try {
    const server = await open(dataDir, options)
    return {
      url: server.url,
      attached: server.attached,
      async stop() {
        await server.stop()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** The address of the server that runs on a data folder now, started by any process. */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const cluster = await realpath(clusterLink(resolve(dataDir))).catch(() => undefined)
  const file = cluster === undefined ? undefined : await findPostmaster(cluster)
  if (!file || file.status !== 'ready') return undefined
  if (file.socketFolder) return urlOf({ kind: 'socket', folder: file.socketFolder })
  const password = (await readPassword(dataDir)) ?? ''
  return urlOf({ kind: 'tcp', port: file.port, password })
}

async function openFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.write-probe-${process.pid}`)
  try {
    // Root's PostgreSQL runs as another user, who must pass through; nobody may list it.
    await mkdir(dirname(dataDir), { recursive: true })
    await mkdir(dataDir, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 }).catch(ifPresent)
    await writeFile(probe, '')
    await unlink(probe)
  } catch (error) {
    throw new StartError(
      `The data folder ${dataDir} cannot be written: ${(error as Error).message}.\n` +
        'Give this user the right to write there, or choose another folder with DATA_DIR.',
      { cause: error },
    )
  }
}

function ifPresent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function open(dataDir: string, options: EmbeddedPostgresOptions) {
  const { log, onProgress = () => {}, systemFolder = '/var/lib/parley' } = options
  const kind = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket')
  const osUser = currentUser()
  const user = findPostgresUser(clusterLink(dataDir))
  const binaries = await findBinaries(user, systemFolder)
  const cluster = await openCluster({ dataDir, binaries, user, systemFolder, onProgress })
  await writeAccessRules(cluster, user, { kind, osUser })
  const address = await chooseAddress(kind, dataDir, cluster, user)
  const serverLog = await openServerLog(dataDir, log)
  const settings = { ...ownSettings, ...options.settings, ...listenSettings(address) }
  const how: Launch = { cluster, binaries, user, serverLog, onProgress, settings }
  try {
    const found = await attach(how)
    if (!found && address.kind === 'tcp') await setPassword(dataDir, address.password, how)
    const supervisor = supervise(found ?? (await start(how)), how, log)
    return {
      url: urlOf(address),
      attached: found !== undefined,
      async stop() {
        await supervisor.stop()
        await closeSocketFolder(address, cluster)
        serverLog.close()
      },
    }
  } catch (error) {
    serverLog.close()
    throw error
  }
}

/** Sets the password of a new cluster, or of one whose password file was lost. */
async function setPassword(dataDir: string, password: string, how: Launch): Promise<void> {
  if ((await readPassword(dataDir)) === password) return
  await runSingleUser(how, how.cluster, [`alter role parley password '${password}'`])
  await keepPassword(dataDir, password)
}

async function chooseAddress(
  kind: Address['kind'],
  dataDir: string,
  cluster: string,
  user: OsUser | undefined,
): Promise<Address> {
  if (kind === 'socket') return { kind, folder: await openSocketFolder(cluster, user) }
  const password = (await readPassword(dataDir)) ?? newPassword()
  return { kind, port: await findFreePort(), password }
}
