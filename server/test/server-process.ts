import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Runs one of the server's programs as a process of its own, with only the given environment. */
export function startProcess(
  script: `src/${string}`,
  environment: Record<string, string>,
  parameters: readonly string[] = [],
) {
  const child = spawn(process.execPath, [`server/${script}`, ...parameters], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      // As scripts/run.js does.
      NODE_COMPILE_CACHE: `${root}node_modules/.cache/compiled`,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const changed = () => {
    for (const look of listeners) look()
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
    changed()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  let code: number | null | undefined
  const closed = once(child, 'close').then(([status]) => {
    code = status as number | null
    changed()
    return code
  })

  return {
    said,
    /** Settles with the exit code. */
    closed,
    /** The first match in what it printed, or a failure when it ends without. */
    printed(pattern: RegExp): Promise<RegExpExecArray> {
      return new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said.out)
          if (!match && code === undefined) return
          listeners.delete(look)
          if (match) resolve(match)
          else reject(new Error(`ended with ${code} before ${pattern}:\n${said.out}${said.err}`))
        }
        listeners.add(look)
        look()
      })
    },
    signal: (signal: NodeJS.Signals) => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await closed
    },
  }
}
