import type { Context } from '../../context.ts'
import { openAttempts } from './attempts.ts'
import { type Desk, renewHold, restIdleLanes, takeFreeLanes } from './desk.ts'
import { openEndpoints } from './endpoints.ts'
import { leaseMs, releaseAllLanes } from './lane-queries.ts'
import { lookIntoLanes } from './look.ts'
import { sendDue } from './send-due.ts'
import { runInTurn } from '../../platform/batching/turns.ts'

/** Looks for lanes whose time has come, and lets go of idle ones. */
const tickMs = 500
const renewEveryMs = leaseMs / 3
const retryAfterErrorMs = 500

export type Dispatcher = {
  /** There may be something to send. Cheap: call it as often as you like. */
  readonly wake: () => void
  /** Waits for requests under way for up to `deadlineMs`, then cuts them off. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Sends what is due, until stopped. Any number of nodes may do so: each works on the lanes it holds. A
 * node that dies leaves its lanes to the others, which send again what was under way.
 */
export function startDispatcher(context: Context): Dispatcher {
  const { db, log } = context
  const loop = runInTurn(turn)
  const desk: Desk = {
    context,
    node: context.newId(),
    lanes: new Map(),
    endpoints: openEndpoints(context),
    attempts: openAttempts(context, { onRoom: () => loop.want() }),
    heldUntil: performance.now() + leaseMs,
  }
  let mustTake = true

  async function turn(): Promise<void> {
    try {
      if (mustTake) {
        mustTake = false
        await takeFreeLanes(desk)
      }
      await lookIntoLanes(desk)
      const { mustLook, atMs } = sendDue(desk)
      if (mustLook) loop.want()
      if (atMs !== undefined) loop.wantAt(atMs)
    } catch (error) {
      log.warn({ err: error }, 'could not look for webhook deliveries; trying again')
      wakeAll()
      loop.wantAt(performance.now() + retryAfterErrorMs)
    }
  }

  function wakeAll(): void {
    mustTake = true
    for (const lane of desk.lanes.values()) lane.needsLook = true
  }

  const upkeep = startUpkeep(desk, () => {
    mustTake = true
    loop.want()
  })
  loop.want()
  return {
    wake() {
      wakeAll()
      loop.want()
    },
    async stop(deadlineMs) {
      await loop.stop()
      // Until the last result is written, the lanes are ours.
      await desk.attempts.finish(deadlineMs, () => desk.endpoints.close())
      await upkeep.stop()
      desk.endpoints.close()
      await releaseAllLanes(db, desk.node)
    },
  }
}

/** Keeps hold of the lanes, lets go of idle ones, and calls `tick` when there may be others. */
function startUpkeep(desk: Desk, tick: () => void): { stop(): Promise<void> } {
  const { log } = desk.context
  const warn = (error: unknown) =>
    log.warn({ err: error }, 'could not keep the lanes of webhooks; trying again')
  let resting: Promise<void> | undefined
  const ticker = setInterval(() => {
    resting ??= restIdleLanes(desk)
      .catch(warn)
      .finally(() => {
        resting = undefined
        tick()
      })
  }, tickMs)
  const renewer = setInterval(() => void renewHold(desk).catch(warn), renewEveryMs)
  return {
    async stop() {
      clearInterval(ticker)
      clearInterval(renewer)
      await resting
    },
  }
}
