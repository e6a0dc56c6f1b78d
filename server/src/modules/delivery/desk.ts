import type { Context } from '../../context.ts'
import type { Attempts } from './attempts.ts'
import type { Endpoints } from './endpoints.ts'
import { isIdle, type Lane, laneOf } from './lane.ts'
import { leaseMs, renewLanes, restLanes, takeLanes } from './lane-queries.ts'

const maxLanes = 2_000
/** A lane is kept so long after its last delivery: the next one then starts at once. */
const keepIdleMs = 1_000

/** What a node that sends works with. */
export type Desk = {
  readonly context: Context
  /** Its name in the database, new with every start. */
  readonly node: string
  readonly lanes: Map<string, Lane>
  readonly endpoints: Endpoints
  readonly attempts: Attempts
  /** On the clock of `performance.now()`: nobody else takes its lanes before. */
  heldUntil: number
}

/** Takes hold of lanes with something due that no node holds. */
export async function takeFreeLanes({ context, node, lanes }: Desk): Promise<void> {
  const limit = maxLanes - lanes.size
  if (limit <= 0) return
  for (const row of await takeLanes(context.db, node, limit)) {
    if (!lanes.has(row.endpointId)) lanes.set(row.endpointId, laneOf(row))
  }
}

/** Lets go of lanes in which nothing happens. */
export async function restIdleLanes({ context, node, lanes, endpoints }: Desk): Promise<void> {
  endpoints.tidy(lanes)
  const since = performance.now() - keepIdleMs
  const idle = [...lanes.values()].filter((lane) => isIdle(lane) && lane.busyAt < since)
  if (idle.length === 0) return
  const rested = await restLanes(context.db, node, idle)
  for (const lane of idle) {
    if (!rested.has(lane.endpointId)) lane.needsLook = true
    else if (isIdle(lane)) lanes.delete(lane.endpointId)
  }
}

/**
 * Says that this node is still there, and drops lanes that another one has taken meanwhile. Only of lanes
 * that it works on: one that it took without ever hearing of it becomes free again.
 */
export async function renewHold(desk: Desk): Promise<void> {
  const askedAt = performance.now()
  const known = [...desk.lanes.keys()]
  const held = await renewLanes(desk.context.db, desk.node, known)
  desk.heldUntil = askedAt + leaseMs
  for (const id of known) if (!held.has(id)) desk.lanes.delete(id)
}
