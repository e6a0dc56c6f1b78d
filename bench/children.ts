import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CaptureOrder } from './capture-floor.ts'
import type { FloorOrder } from './floor.ts'

const serverFile = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))
const compiled = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))
const floorFile = fileURLToPath(new URL('floor.ts', import.meta.url))
const captureFloorFile = fileURLToPath(new URL('capture-floor.ts', import.meta.url))
const startTimeoutMs = 120_000

export type Child = {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

export type ServerWishes = {
  /** Where its log goes, and its data when it has no database yet. */
  readonly folder: string
  readonly databaseUrl?: string
  readonly profile?: string | undefined
  /** Settings besides. */
  readonly environment?: Readonly<Record<string, string>>
}

/** Parley as in production: roles api and worker, logging at info into a file. */
export async function startServer(wishes: ServerWishes): Promise<Child> {
  const { folder, databaseUrl, profile, environment } = wishes
  const logFile = join(folder, 'server.log')
  const log = await open(logFile, 'w')
  const child = fork(serverFile, {
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
    execArgv: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    env: {
      PORT: '0',
      DATA_DIR: join(folder, 'data'),
      // As scripts/run.js does.
      NODE_COMPILE_CACHE: compiled,
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...environment,
    },
  })
  await log.close()
  const port = await untilListening(child, logFile)
  return asChild(child, port)
}

async function untilListening(child: ChildProcess, logFile: string): Promise<number> {
  const deadlineMs = performance.now() + startTimeoutMs
  while (performance.now() < deadlineMs) {
    const text = await readFile(logFile, 'utf8')
    const port = /Address +http:\/\/[^:]+:(\d+)/.exec(text)?.[1]
    if (port) return Number(port)
    if (child.exitCode !== null) throw new Error(`The server did not start:\n${text}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The server did not start in time.')
}

/** The bare server with its orders; see floor.ts. */
export function startFloor(order: FloorOrder): Promise<Child> {
  return startBare(floorFile, order)
}

/** The same for call capture; see capture-floor.ts. */
export function startCaptureFloor(order: CaptureOrder): Promise<Child> {
  return startBare(captureFloorFile, order)
}

async function startBare(file: string, order: FloorOrder | CaptureOrder): Promise<Child> {
  const child = fork(file, { env: {}, serialization: 'advanced' })
  child.send(order)
  const [port] = (await once(child, 'message')) as [number]
  return asChild(child, port)
}

function asChild(child: ChildProcess, port: number): Child {
  return {
    pid: child.pid ?? 0,
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
