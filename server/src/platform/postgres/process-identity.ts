import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process and when it started: together they name it even after its number was given away. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string | undefined }

/** Undefined when there is no such process; a zombie, which only waits to be counted, is none. */
export function identify(pid: number): ProcessIdentity | undefined {
  if (!exists(pid)) return undefined
  if (process.platform === 'linux') return identifyOnLinux(pid)
  if (process.platform === 'win32') return { pid, startedAt: undefined }
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const [, state = '', startedAt] = /^\s*(\S+)\s+(.*?)\s*$/.exec(ps.stdout) ?? []
  return state === '' || state.startsWith('Z') ? undefined : { pid, startedAt }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function identifyOnLinux(pid: number): ProcessIdentity | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in parentheses and may hold anything; the fields follow the last of them.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state] = fields
    if (state === 'Z' || state === 'X') return undefined
    return { pid, startedAt: fields[19] }
  } catch {
    return undefined
  }
}
