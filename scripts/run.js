import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { pinnedNode, root } from './install.js'

/**
 * Runs a program with the pinned Node and ends as it ends. Where Node can, it becomes that program,
 * so that signals reach it directly and no second process stays in memory.
 */
export function runPinned(parameters) {
  const all = ['--env-file-if-exists=.env', ...parameters]
  process.chdir(root)
  if (process.execve && process.platform !== 'win32') {
    process.execve(pinnedNode, [pinnedNode, ...all], process.env)
  }
  // The fourth channel carries nothing: it closes when we end, however, and the server stops then.
  const child = spawn(pinnedNode, all, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
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
}
