import type { Guard } from '../../platform/guarded-http/index.ts'
import { inOwnSession, type McpOptions, openSession, type Session, type Work } from './session.ts'

/** A talk goes on within this time, or is over. */
const usualIdleMs = 60_000
/** Of one process; whoever comes then has a session for each use. */
const maxHeld = 500

type Held = {
  readonly session: Session
  isBusy: boolean
  idle: NodeJS.Timeout | undefined
}

/** Sessions by key, of each way out. */
const held = new WeakMap<Guard, Map<string, Held>>()

/**
 * In the session of this key, which is opened when there is none, and ended once it was idle or a use of
 * it failed. Two uses at once do not share it: one that fails would take the other along.
 */
export async function inHeldSession<T>(
  options: McpOptions,
  key: string,
  given: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> {
  given?.throwIfAborted()
  const sessions = sessionsOf(options.guard)
  const known = sessions.get(key)
  if (known?.isBusy || (!known && sessions.size >= maxHeld)) {
    return inOwnSession(options, given, work)
  }
  const place = { sessions, key, idleMs: options.idleMs ?? usualIdleMs }
  if (known) {
    try {
      return await useHeld(place, known, given, work)
    } catch (error) {
      if (!known.session.isForgotten()) throw error
    }
  }
  const fresh: Held = { session: openSession(options), isBusy: false, idle: undefined }
  sessions.set(key, fresh)
  return useHeld(place, fresh, given, work)
}

type Place = {
  readonly sessions: Map<string, Held>
  readonly key: string
  readonly idleMs: number
}

async function useHeld<T>(
  place: Place,
  one: Held,
  given: AbortSignal | undefined,
  work: Work<T>,
): Promise<T> {
  clearTimeout(one.idle)
  one.isBusy = true
  try {
    const result = await one.session.use(given, work)
    one.idle = setTimeout(() => drop(place, one), place.idleMs).unref()
    return result
  } catch (error) {
    drop(place, one)
    throw error
  } finally {
    one.isBusy = false
  }
}

function drop({ sessions, key }: Place, one: Held): void {
  if (sessions.get(key) === one) sessions.delete(key)
  one.session.end()
}

function sessionsOf(guard: Guard): Map<string, Held> {
  const known = held.get(guard)
  if (known) return known
  const made = new Map<string, Held>()
  held.set(guard, made)
  return made
}
