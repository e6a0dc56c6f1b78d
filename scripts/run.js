import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { pinnedNode, root } from './install.js'

/** npm starts a shell that starts us; told to stop, it ends the shell, which tells nobody. */
const parent = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid
const becomesProgram = process.execve !== undefined && process.platform !== 'win32'

/** For the server: whose end is its end too. */
export const stopWithParent = becomesProgram
  ? parent && `--stop-with-parent=${parent}`
  : `--stop-with-parent=${process.pid}`

/**
 * Runs a program with the pinned Node and ends as it ends. Where Node can, it becomes that program,
 * so that signals reach it directly and no second process stays in memory.
 */
export function runPinned(script, parameters) {
  process.chdir(root)
  const settings = existsSync('.env') ? ['--env-file=.env'] : []
  const command = [...settings, script, ...parameters]
  // Node keeps what it compiled: the second start took 0.8 s instead of 2.4 s, and 20 MB less.
  process.env.NODE_COMPILE_CACHE ??= `${root}node_modules/.cache/compiled`
  if (becomesProgram) process.execve(pinnedNode, [pinnedNode, ...command], process.env)

  const child = spawn(pinnedNode, command, { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal))
  }
  child.once('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  })
  child.once('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0))
  })
  if (parent === undefined) return
  const look = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(look)
    child.kill('SIGTERM')
  }, 500)
}
