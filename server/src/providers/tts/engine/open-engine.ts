import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ProviderError } from '../../provider-error.ts'
import type { EngineLine, FromEngine, SpeakerFiles, ToEngine } from './messages.ts'

const program = fileURLToPath(new URL('process.ts', import.meta.url))
/** A clause takes a second or two; loading the largest network from a slow disk a minute. */
const silenceLimitMs = 120_000

/** The process that speaks. */
export type Engine = {
  readonly open: (files: SpeakerFiles) => Promise<void>
  /** Rejects with the reason of the signal at once; the clause is skipped if it has not begun. */
  readonly say: (line: EngineLine, signal: AbortSignal) => Promise<Int16Array>
  readonly isAlive: () => boolean
  readonly processId: () => number | undefined
  /** Ends it at once. */
  readonly stop: () => Promise<void>
}

type Waiting = {
  readonly resolve: (message: FromEngine) => void
  readonly reject: (error: Error) => void
}

export function startEngine(): Engine {
  const child = fork(program, [], {
    serialization: 'advanced',
    // Flags of this process, such as those of a debugger, are not for it; WASI announces that it is
    // new in every process.
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let complaint = ''
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    // Stays: a message to a process that has just ended is an error too.
    child.on('error', () => resolve())
  })
  child.on('message', (message: FromEngine) => waiting.get(message.id)?.resolve(message))
  void ended.then(() => {
    const error = failed(`The process that speaks has ended. ${complaint}`.trim())
    for (const { reject } of waiting.values()) reject(error)
  })

  async function ask(
    message: (id: number) => ToEngine,
    signal: AbortSignal | undefined,
  ): Promise<FromEngine> {
    signal?.throwIfAborted()
    if (!child.connected) throw failed('The process that speaks has ended.')
    const id = (lastId += 1)
    let timer: NodeJS.Timeout | undefined
    let forget = () => {}
    try {
      const answer = await new Promise<FromEngine>((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        const late = failed(`No sign of life for ${silenceLimitMs / 1_000} s.`)
        timer = setTimeout(() => reject(late), silenceLimitMs)
        const onAbort = () => {
          if (child.connected) send(child, { type: 'drop', id })
          reject(signal?.reason as Error)
        }
        signal?.addEventListener('abort', onAbort, { once: true })
        forget = () => signal?.removeEventListener('abort', onAbort)
        send(child, message(id))
      })
      if (answer.type === 'failed') throw failed(answer.message)
      return answer
    } finally {
      clearTimeout(timer)
      forget()
      waiting.delete(id)
    }
  }

  return {
    async open(files) {
      await ask((id) => ({ type: 'open', id, files }), undefined)
    },
    async say(line, signal) {
      const answer = await ask((id) => ({ type: 'say', id, line }), signal)
      if (answer.type !== 'said') throw failed(`It answered ${answer.type}.`)
      return answer.audio
    },
    isAlive: () => child.connected && child.exitCode === null,
    processId: () => child.pid,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

function send(child: ChildProcess, message: ToEngine): void {
  child.send(message)
}

const failed = (message: string) => new ProviderError('embedded voice', true, message)
