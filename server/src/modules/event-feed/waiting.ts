import type { Context } from '../../context.ts'
import type { Subscriber } from '../../platform/events/event.ts'

/** Requests of one workspace that may be held at a time; more are answered at once. */
const maxPerWorkspace = 100
/** Covers events whose relay runs in another process. */
const lookEveryMs = 1_000

/** Requests that are held until something happens in their workspace. */
class Waiting {
  readonly #waiters = new Map<string, Set<() => void>>()
  #isClosed = false

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** False: do not wait (any longer). */
  mayWait(workspaceId: string): boolean {
    return !this.#isClosed && (this.#waiters.get(workspaceId)?.size ?? 0) < maxPerWorkspace
  }

  /** Returns when there may be something new, at the latest after `timeoutMs`. */
  async wait(workspaceId: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    const waiters = this.#waiters.get(workspaceId) ?? new Set()
    this.#waiters.set(workspaceId, waiters)
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        waiters.delete(done)
        if (waiters.size === 0) this.#waiters.delete(workspaceId)
        resolve()
      }
      const timer = setTimeout(done, Math.min(timeoutMs, lookEveryMs))
      signal.addEventListener('abort', done)
      waiters.add(done)
    })
  }

  wake(workspaceId: string): void {
    for (const done of this.#waiters.get(workspaceId) ?? []) done()
  }

  /** The server stops: nobody waits any longer. */
  close(): void {
    this.#isClosed = true
    for (const workspaceId of this.#waiters.keys()) this.wake(workspaceId)
  }
}

const states = new WeakMap<Context, Waiting>()

/** Those who wait at this server: the routes and the relay's subscriber reach them by the context. */
export function waitingAt(context: Context): Waiting {
  const known = states.get(context)
  if (known) return known
  const waiting = new Waiting()
  states.set(context, waiting)
  return waiting
}

/** Lets held requests look as soon as events are relayed: they are committed by then. */
export function wakeFeeds(context: Context): Subscriber {
  return {
    name: 'event-feed',
    events: '*',
    async handle(_tx, events) {
      const waiting = waitingAt(context)
      for (const workspaceId of new Set(events.map((event) => event.workspaceId))) {
        waiting.wake(workspaceId)
      }
    },
  }
}
