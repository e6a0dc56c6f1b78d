import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { type Callee, openSimulatedCarrier } from '../../src/providers/telephony/index.ts'
import { hurriedClock } from './hurried-clock.ts'
import type { Answer, DialOrder, Question } from './messages.ts'

const dialer = fileURLToPath(new URL('process.ts', import.meta.url))

export type CarrierWishes = {
  readonly databaseUrl: string
  readonly calleeOf: (to: string) => Callee
  /** How many times faster than life calls are. */
  readonly speed: number
  /** After how long a process asks what became of a call of another one that died. */
  readonly checkAfterMs: number
}

/** A dialing process, which may die. */
export type Worker = { readonly child: ChildProcess; kill(): Promise<void>; stop(): Promise<void> }

/**
 * A carrier in this process, and processes that dial with it. What was placed is remembered here,
 * whichever of them dies.
 */
export function openCarrier(wishes: CarrierWishes, script: string = dialer) {
  const { databaseUrl, calleeOf, speed, checkAfterMs } = wishes
  /** Calls that began, by number. */
  const rung = new Map<string, number>()
  const owner = new Map<string, ChildProcess>()
  const carrier = openSimulatedCarrier({
    newId: v7,
    clock: hurriedClock(speed),
    calleeOf(to) {
      rung.set(to, (rung.get(to) ?? 0) + 1)
      return calleeOf(to)
    },
  })
  carrier.listen({
    onEvent(event) {
      send(owner.get(event.reference), { event: { ...event, at: event.at.toISOString() } })
    },
  })
  const workers = new Set<Worker>()

  async function answer(child: ChildProcess, question: Question): Promise<Answer> {
    const { id } = question
    switch (question.ask) {
      case 'place':
        owner.set(question.request.reference, child)
        return { id, placed: await carrier.placeCall(question.request) }
      case 'find':
        return { id, found: (await carrier.findCall(question.callId)) ?? null }
      case 'findPlaced': {
        const query = { idempotencyKey: question.key, from: '', to: '', since: new Date(0) }
        return { id, found: (await carrier.findPlaced(query)) ?? null }
      }
      case 'hangUp':
        await carrier.hangUp(question.callId)
        return { id }
    }
  }

  async function startWorker(): Promise<Worker> {
    const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const ready = once(child, 'message')
    const order: DialOrder = { databaseUrl, checkAfterMs }
    child.send(order)
    await ready
    child.on('message', (question: Question) => {
      void answer(child, question).then((said) => send(child, said))
    })
    const end = async (signal: NodeJS.Signals) => {
      workers.delete(worker)
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    const worker: Worker = { child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
    workers.add(worker)
    return worker
  }

  return {
    rung,
    workers,
    startWorker,
    async [Symbol.asyncDispose]() {
      await Promise.all([...workers].map((worker) => worker.stop()))
      carrier.close()
    },
  }
}

/** To a process that may be dead by now. */
function send(child: ChildProcess | undefined, answer: Answer): void {
  if (child?.connected) child.send(answer, () => {})
}
