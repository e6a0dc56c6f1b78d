import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ProviderError } from '../../provider-error.ts'
import type { FromEngine, ToEngine } from './messages.ts'

const program = fileURLToPath(new URL('process.ts', import.meta.url))
/** A few texts take milliseconds; loading the model from a slow disk some seconds. */
const silenceLimitMs = 60_000

/** The process that runs the model. */
export type Engine = {
  readonly embed: (
    texts: readonly string[],
    files: ToEngine['files'],
  ) => Promise<readonly Float32Array[]>
  readonly isAlive: () => boolean
  /** Ends it at once; what it was asked fails. */
  readonly stop: () => Promise<void>
}

type Waiting = {
  readonly resolve: (vectors: readonly Float32Array[]) => void
  readonly reject: (error: ProviderError) => void
  readonly timer: NodeJS.Timeout
}

export function startEngine(): Engine {
  const child = fork(program, [], {
    serialization: 'advanced',
    // Flags of this process, such as those of a debugger or a test runner, are not for it.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  // It keeps nothing alive that is not waited for.
  child.unref()
  const waiting = new Map<number, Waiting>()
  let asked = 0
  let complaint = ''
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  const onEnd = () => {
    for (const id of waiting.keys()) settle(id)?.reject(failure(`It has ended. ${complaint}`))
    end()
  }
  child.once('exit', onEnd)
  // Stays: a message to a process that has just ended is an error too.
  child.on('error', onEnd)
  child.on('message', (message: FromEngine) => {
    const one = settle(message.id)
    if ('vectors' in message) one?.resolve(message.vectors)
    else one?.reject(failure(message.failure))
  })

  function settle(id: number): Waiting | undefined {
    const one = waiting.get(id)
    clearTimeout(one?.timer)
    waiting.delete(id)
    if (waiting.size === 0) child.channel?.unref()
    return one
  }

  return {
    embed(texts, files) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Float32Array[]>()
      if (!child.connected) return Promise.reject(failure('It has ended.'))
      const id = (asked += 1)
      const timer = setTimeout(() => {
        settle(id)?.reject(failure(`No answer within ${silenceLimitMs / 1_000} s.`))
        child.kill('SIGKILL')
      }, silenceLimitMs)
      waiting.set(id, { resolve, reject, timer })
      child.channel?.ref()
      child.send({ id, texts, files } satisfies ToEngine)
      return promise
    },
    isAlive: () => child.connected && child.exitCode === null,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

const failure = (cause: string) => new ProviderError('embedded embeddings', true, cause)
