import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Binaries } from './binaries.ts'
import { idsOf, type OsUser } from './os-user.ts'
import { findPostmaster, isServerOf, readPostmasterFile } from './postmaster-file.ts'
import type { ServerLog } from './server-log.ts'
import { StartError } from '../start-error.ts'

/** Replaying the log after a crash may take long; a server that takes longer is taken for stuck. */
const readyTimeoutMs = 300_000
const tellAfterMs = 3_000
const lookIntervalMs = 15
const pollIntervalMs = 200
/** A clean stop writes a checkpoint. After this it is cut short, which costs only a replay. */
const stopSteps = [
  ['SIGINT', 6_000],
  ['SIGQUIT', 1_000],
  ['SIGKILL', 1_000],
] as const

export type Launch = {
  readonly cluster: string
  readonly binaries: Binaries
  readonly user: OsUser | undefined
  readonly settings: Readonly<Record<string, string>>
  readonly serverLog: ServerLog
  readonly onProgress: (step: string) => void
}

/** A running server. */
export type Postmaster = {
  readonly pid: number
  /** Settles when the process has ended, with what is known of why. */
  readonly gone: Promise<string>
}

function parametersOf({ cluster, settings }: Pick<Launch, 'cluster' | 'settings'>) {
  return [
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

/** Starts the server and waits until it takes connections. */
export async function launch(options: Launch): Promise<Postmaster> {
  const { cluster, binaries, user, serverLog } = options
  const mark = await serverLog.size()
  const command = [binaries.postgres, ...parametersOf(options)]
  if (setpriv) command.unshift(setpriv, '--pdeathsig', 'INT', '--')
  const [program = '', ...parameters] = command
  const child = spawn(program, parameters, {
    ...idsOf(user),
    cwd: cluster,
    env: {},
    // A session of its own: Ctrl-C in the terminal must reach us, and not PostgreSQL before us.
    detached: true,
    stdio: ['ignore', serverLog.fd, serverLog.fd],
  })
  const gone = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`))
  })
  child.unref()
  await untilReady(child, gone, options, mark)
  const pid = child.pid ?? 0
  if (!setpriv) watchOver(cluster, pid, gone)
  return { pid, gone }
}

async function untilReady(
  child: ChildProcess,
  gone: Promise<string>,
  { cluster, serverLog, onProgress }: Launch,
  mark: number,
): Promise<void> {
  const started = Date.now()
  let told = false
  let ended: string | undefined
  void gone.then((reason) => {
    ended = reason
  })
  while (ended === undefined) {
    const file = await readPostmasterFile(cluster)
    if (file?.pid === child.pid && file?.status === 'ready') return
    const waitedMs = Date.now() - started
    if (waitedMs > readyTimeoutMs) child.kill('SIGQUIT')
    if (waitedMs > tellAfterMs && !told) {
      told = true
      onProgress('Waiting for the database to recover from an unclean stop')
    }
    await pause(lookIntervalMs)
  }
  const said = (await serverLog.since(mark)).trim().split('\n').slice(-8).join('\n')
  throw new StartError(`PostgreSQL did not start (${ended}). It said:\n${said}`)
}

/**
 * A server that outlived the Parley that started it: taken over when it was started exactly as we
 * would, else stopped. Undefined when there is none (any more).
 */
export async function attach(options: Launch): Promise<Postmaster | undefined> {
  const { cluster, binaries } = options
  let file = await findPostmaster(cluster)
  if (!file) return undefined
  const command = [binaries.postgres, ...parametersOf(options).map((value) => `"${value}"`)].join(
    ' ',
  )
  const deadline = Date.now() + readyTimeoutMs
  while (file?.status === 'starting' && Date.now() < deadline) {
    await pause(lookIntervalMs)
    file = await findPostmaster(cluster)
  }
  if (!file) return undefined
  const { pid } = file
  const gone = untilGone(pid, cluster)
  if (file.status === 'ready' && (await commandLineOf(cluster)) === command) {
    process.kill(pid, 'SIGHUP')
    watchOver(cluster, pid, gone)
    return { pid, gone }
  }
  await stop({ pid, gone }, options)
  return undefined
}

async function commandLineOf(cluster: string): Promise<string> {
  return (await readFile(join(cluster, 'postmaster.opts'), 'utf8').catch(() => '')).trim()
}

/** For a process that is not our child. */
async function untilGone(pid: number, cluster: string): Promise<string> {
  while (isServerOf(pid, cluster)) await pause(pollIntervalMs, false)
  return 'it ended'
}

/** Stops the server: cleanly if it can within its time, else by force; nothing confirmed is lost. */
export async function stop({ pid, gone }: Postmaster, { cluster, binaries }: Launch) {
  for (const [signal, limitMs] of stopSteps) {
    if (signal === 'SIGINT' && process.platform === 'win32') {
      // Windows has no signals; PostgreSQL listens for this program's instead.
      spawn(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast'], { stdio: 'ignore' })
    } else if (!send(pid, signal)) {
      return
    }
    const limit = pause(limitMs)
    if (await Promise.race([gone.then(() => true), limit.then(() => false)])) return
  }
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** Linux can be told to signal a process when its parent dies; util-linux carries the command. */
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(
  (program) => spawnSync(program, ['--pdeathsig', 'INT', 'true']).status === 0,
)

/** Everywhere else a small process waits for the end of its input, which comes when we end. */
function watchOver(cluster: string, pid: number, gone: Promise<string>): void {
  const script = fileURLToPath(new URL('stop-when-orphaned.ts', import.meta.url))
  const watcher = spawn(process.execPath, [script, join(cluster, 'postmaster.pid'), String(pid)], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watcher.on('error', () => {})
  watcher.unref()
  const input = watcher.stdin as Socket
  input.on('error', () => {})
  input.unref()
  void gone.then(() => watcher.kill('SIGKILL'))
}

function pause(ms: number, keepsUsRunning = true): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    if (!keepsUsRunning) timer.unref()
  })
}
