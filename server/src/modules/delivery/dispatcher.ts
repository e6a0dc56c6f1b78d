import type { Context } from '../../context.ts'
import { openAttempts } from './attempts.ts'
import { selectDue } from './due-queries.ts'
import { openEndpoints } from './endpoints.ts'
import { concurrencyOf, isIdle, isParked, type Lane, laneOf, takeNext } from './lane.ts'
import { leaseMs, releaseAllLanes, renewLanes, restLanes, takeLanes } from './lane-queries.ts'

/** Requests of this node under way at once, to all receivers together. */
const maxSending = 512
const maxLanes = 2_000
/** Looks for lanes whose time has come, and lets go of idle ones. */
const tickMs = 500
const renewEveryMs = leaseMs / 3
/** A lane is kept so long after its last delivery: the next one then starts at once. */
const keepIdleMs = 1_000
const retryAfterErrorMs = 500
/** Deliveries are read this many times ahead of what may be under way. */
const readAhead = 2

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
  const { db, log, now } = context
  const node = context.newId()
  const lanes = new Map<string, Lane>()
  const endpoints = openEndpoints(context)
  const attempts = openAttempts(context, { onRoom: () => schedule(0) })
  let running: Promise<void> | undefined
  let isWoken = false
  let mustTake = true
  let isStopped = false
  let heldUntil = performance.now() + leaseMs
  let timer: NodeJS.Timeout | undefined

  /** One run at a time; a wish during a run leads to another one. */
  function schedule(delayMs: number): void {
    if (isStopped) return
    if (running) {
      isWoken = true
      return
    }
    if (timer && delayMs > 0) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      running = run().finally(() => {
        running = undefined
        if (isWoken) schedule(0)
      })
    }, delayMs)
  }

  async function run(): Promise<void> {
    isWoken = false
    try {
      if (mustTake) await take()
      await look()
      send()
    } catch (error) {
      log.warn({ err: error }, 'could not look for webhook deliveries; trying again')
      mustTake = true
      for (const lane of lanes.values()) lane.needsLook = true
      setTimeout(() => schedule(0), retryAfterErrorMs)
    }
  }

  async function take(): Promise<void> {
    mustTake = false
    const limit = maxLanes - lanes.size
    if (limit <= 0) return
    for (const row of await takeLanes(db, node, limit)) {
      if (!lanes.has(row.endpointId)) lanes.set(row.endpointId, laneOf(row))
    }
  }

  async function look(): Promise<void> {
    const share = fairShare()
    const looking: { lane: Lane; limit: number }[] = []
    for (const lane of lanes.values()) {
      if (!lane.needsLook) continue
      if (isParked(lane, now())) {
        lane.needsLook = false
        continue
      }
      const room = roomOf(lane, share)
      if (room > 0) looking.push({ lane, limit: room })
    }
    if (looking.length === 0) return
    // What is added from here on is seen by the next look.
    for (const { lane } of looking) lane.needsLook = false
    const wanted = looking.map(({ lane, limit }) => ({ ...lane, limit }))
    const taken = looking.flatMap(({ lane }) => idsOf(lane))
    const looks = new Map((await selectDue(db, wanted, taken)).map((one) => [one.endpointId, one]))
    await endpoints.refresh(
      looking.map(({ lane }) => ({ lane, version: looks.get(lane.endpointId)?.version })),
    )
    for (const { lane, limit } of looking) {
      const found = looks.get(lane.endpointId)
      if (!found || !lane.endpoint) {
        lanes.delete(lane.endpointId)
        continue
      }
      lane.generation = found.generation
      if (!lane.endpoint.row.isActive || lane.endpoint.row.isPaused) lane.queue = []
      lane.queue.push(...found.due)
      if (found.due.length >= limit) lane.needsLook = true
      if (found.due.length > 0) lane.busyAt = performance.now()
    }
  }

  /** Deliveries that may be read: some more than can be sent at once, but not when there are plenty. */
  function roomOf(lane: Lane, share: number): number {
    const wanted = (lane.endpoint ? concurrencyOf(lane, share) : 1) * readAhead
    return lane.queue.length > wanted / 2 ? 0 : wanted
  }

  function fairShare(): number {
    let busy = 0
    for (const { queue, sending } of lanes.values()) if (queue.length + sending.size > 0) busy += 1
    return Math.max(1, Math.floor(maxSending / Math.max(1, busy)))
  }

  function send(): void {
    const startedAt = performance.now()
    if (startedAt > heldUntil) return
    const share = fairShare()
    let nextAt = Number.POSITIVE_INFINITY
    for (const lane of lanes.values()) {
      if (lane.queue.length > 0 && isParked(lane, now())) lane.queue = []
      while (attempts.sending() < maxSending && attempts.hasRoom()) {
        const due = takeNext(lane, share, performance.now())
        if (!due) break
        attempts.start(lane, due)
      }
      if (lane.queue.length > 0 && lane.nextSendAt > startedAt) {
        nextAt = Math.min(nextAt, lane.nextSendAt)
      }
      if (lane.needsLook && roomOf(lane, share) > 0) isWoken = true
    }
    if (nextAt < Number.POSITIVE_INFINITY) setTimeout(() => schedule(0), nextAt - startedAt)
  }

  async function rest(): Promise<void> {
    const since = performance.now() - keepIdleMs
    const idle = [...lanes.values()].filter((lane) => isIdle(lane) && lane.busyAt < since)
    if (idle.length === 0) return
    const rested = await restLanes(db, node, idle)
    for (const lane of idle) {
      if (!rested.has(lane.endpointId)) lane.needsLook = true
      else if (isIdle(lane)) lanes.delete(lane.endpointId)
    }
    endpoints.tidy(lanes)
  }

  async function renew(): Promise<void> {
    const askedAt = performance.now()
    const held = await renewLanes(db, node)
    heldUntil = askedAt + leaseMs
    // Somebody else has them by now, and will send what is left.
    for (const id of lanes.keys()) if (!held.has(id)) lanes.delete(id)
  }

  const warn = (error: unknown) => {
    if (!isStopped) log.warn({ err: error }, 'could not keep the lanes of webhooks; trying again')
  }
  let ticking: Promise<void> | undefined
  const ticker = setInterval(() => {
    ticking ??= rest()
      .catch(warn)
      .finally(() => {
        ticking = undefined
        mustTake = true
        schedule(0)
      })
  }, tickMs)
  const renewer = setInterval(() => void renew().catch(warn), renewEveryMs)

  schedule(0)
  return {
    wake() {
      mustTake = true
      for (const lane of lanes.values()) lane.needsLook = true
      schedule(0)
    },
    async stop(deadlineMs) {
      isStopped = true
      clearTimeout(timer)
      clearInterval(ticker)
      await running
      await attempts.finish(deadlineMs, () => endpoints.close())
      clearInterval(renewer)
      await ticking
      endpoints.close()
      await releaseAllLanes(db, node).catch(warn)
    },
  }
}

function idsOf({ queue, sending, unwritten }: Lane): string[] {
  return [...queue.map(({ id }) => id), ...sending.keys(), ...unwritten]
}
