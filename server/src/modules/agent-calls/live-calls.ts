import type { Context } from '../../context.ts'
import type { CallKeeper, CallRef, LiveCall } from './call.ts'
import { selectLive, touchCalls } from './live-queries.ts'

const maxLiveCalls = 1_000
/** A call whose holder was not heard of for so long has been abandoned. */
export const holdMs = 60_000
/** Several beats may be lost before that. */
const beatMs = 15_000
/** A call that was just begun to be held is written soon, together with others. */
const soonMs = 500

/** Calls that go on now, newest first, at most 1,000. */
export function liveCalls(
  { db, now }: Context,
  viewer: {
    readonly workspaceId: string
    /** Only calls owned by this person. */
    readonly ownerId?: string | null
    readonly agentId?: string | null
  },
): Promise<LiveCall[]> {
  return selectLive(db, { ...viewer, now: now(), limit: maxLiveCalls, holdMs })
}

/** One of them; undefined when there is none, or it has ended. */
export async function findLiveCall(
  { db, now }: Context,
  wanted: CallRef & {
    /** Only when this person owns it. */
    readonly ownerId?: string | null
  },
): Promise<LiveCall | undefined> {
  const [call] = await selectLive(db, { ...wanted, now: now(), limit: 1, holdMs })
  return call
}

/** By server: several parts of a process hold calls, all under one name. */
const nodeIds = new WeakMap<Context, string>()

function nodeIdOf(context: Context): string {
  const id = nodeIds.get(context) ?? context.newId()
  nodeIds.set(context, id)
  return id
}

/**
 * Begins to hold calls for this process: they are touched together every 15 s. `urlOf` answers where
 * other nodes reach whoever speaks in them.
 */
export function startCallKeeper(
  context: Context,
  urlOf: () => string | undefined = () => undefined,
): CallKeeper {
  const nodeId = nodeIdOf(context)
  const held = new Map<string, CallRef>()
  const fresh = new Map<string, CallRef>()
  let working: Promise<unknown> = Promise.resolve()
  let soon: NodeJS.Timeout | undefined

  const touch = (calls: readonly CallRef[]) => {
    if (calls.length === 0) return
    const aliveUntil = new Date(context.now().getTime() + holdMs)
    working = working.then(() =>
      touchCalls(context.db, calls, { nodeId, nodeUrl: urlOf(), aliveUntil }).catch(
        (error: unknown) => {
          context.log.warn({ err: error }, 'calls could not be held; trying again')
        },
      ),
    )
  }
  const touchFresh = () => {
    soon = undefined
    touch([...fresh.values()])
    fresh.clear()
  }
  const beating = setInterval(() => touch([...held.values()]), beatMs)
  beating.unref()

  return {
    nodeId,
    hold(call) {
      held.set(call.callId, call)
      fresh.set(call.callId, call)
      soon ??= setTimeout(touchFresh, soonMs).unref()
    },
    release({ callId }) {
      held.delete(callId)
      fresh.delete(callId)
    },
    async close() {
      clearInterval(beating)
      clearTimeout(soon)
      await working
    },
  }
}
