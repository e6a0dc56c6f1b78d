import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ProviderError } from '../../provider-error.ts'
import type { FromEngine, Job, Progress, ToEngine } from './messages.ts'

const program = fileURLToPath(new URL('process.ts', import.meta.url))
/** Hearing 25 s of speech takes seconds; loading a model from a slow disk a minute at most. */
const silenceLimitMs = 180_000

/** The process that runs the models. One job at a time. */
export type Engine = {
  readonly run: (
    job: Job,
    audio: AsyncIterator<Float32Array>,
    signal: AbortSignal | undefined,
  ) => AsyncGenerator<Progress, Progress>
  /** Loads the models of such a job meanwhile. */
  readonly prepare: (job: Job) => void
  /** False once the process has ended. */
  readonly isAlive: () => boolean
  readonly processId: () => number | undefined
  /** Ends it at once. */
  readonly stop: () => Promise<void>
}

/** `isUrgent`: somebody waits on the line, so that it has the priority of the server. */
export function startEngine({ isUrgent }: { readonly isUrgent: boolean }): Engine {
  const child = fork(program, isUrgent ? ['urgent'] : [], {
    serialization: 'advanced',
    // Flags of this process, such as those of a debugger or a test runner, are not for it.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-2_000)
  })
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    // Stays: a message to a process that has just ended is an error too.
    child.on('error', () => resolve())
  })

  async function* run(
    job: Job,
    audio: AsyncIterator<Float32Array>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<Progress, Progress> {
    const inbox = openInbox(child, signal)
    try {
      send(child, { type: 'job', job })
      for (;;) {
        const message = await inbox.next()
        if (message.type === 'pull') {
          const step = await audio.next()
          signal?.throwIfAborted()
          send(child, { type: 'audio', audio: step.done ? undefined : step.value })
        } else if (message.type === 'part') yield message.part
        else if (message.type === 'done') return message.part
        else throw new Error(message.message)
      }
    } catch (error) {
      if (signal?.aborted) throw signal.reason
      const cause = complaint === '' ? error : new Error(`${String(error)} ${complaint}`)
      throw error instanceof EngineFailure
        ? new ProviderError('embedded speech', true, cause)
        : error
    } finally {
      inbox.close()
    }
  }

  return {
    run,
    prepare(job) {
      if (child.connected) child.send({ type: 'prepare', job } satisfies ToEngine)
    },
    isAlive: () => child.connected && child.exitCode === null,
    processId: () => child.pid,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** The engine's own failure, in contrast to one of whoever supplies the audio. */
class EngineFailure extends Error {
  override readonly name = 'EngineFailure'
}

function send(child: ChildProcess, message: ToEngine): void {
  if (!child.connected) throw new EngineFailure('The process that runs the models has ended.')
  child.send(message)
}

/** Messages one by one; fails when the process ends, stays silent too long, or the caller gives up. */
function openInbox(child: ChildProcess, signal: AbortSignal | undefined) {
  const waiting: FromEngine[] = []
  let settle:
    | { resolve: (message: FromEngine) => void; reject: (error: unknown) => void }
    | undefined
  const onMessage = (message: FromEngine) => {
    if (settle) settle.resolve(message)
    else waiting.push(message)
    settle = undefined
  }
  const fail = (error: unknown) => {
    settle?.reject(error)
    settle = undefined
  }
  const onExit = () => fail(new EngineFailure('The process that runs the models has ended.'))
  const onAbort = () => fail(signal?.reason)
  child.on('message', onMessage)
  child.on('exit', onExit)
  signal?.addEventListener('abort', onAbort)

  async function next(): Promise<FromEngine> {
    signal?.throwIfAborted()
    const first = waiting.shift()
    if (first) return check(first)
    if (!child.connected) throw new EngineFailure('The process that runs the models has ended.')
    const timer = setTimeout(() => {
      fail(new EngineFailure(`No sign of life for ${silenceLimitMs / 1_000} s.`))
    }, silenceLimitMs)
    try {
      return check(
        await new Promise<FromEngine>((resolve, reject) => {
          settle = { resolve, reject }
        }),
      )
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    next,
    close() {
      child.off('message', onMessage)
      child.off('exit', onExit)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

function check(message: FromEngine): FromEngine {
  if (message.type === 'failed') throw new EngineFailure(message.message)
  return message
}
