import type { Desk } from './desk.ts'
import { selectDue } from './due-queries.ts'
import { concurrencyOf, isParked, type Lane } from './lane.ts'

/** Requests of a node under way at once, to all receivers together. */
export const maxSending = 512
/** Deliveries are read this many times ahead of what may be under way. */
const readAhead = 2

/** What each busy lane may have under way, so that slow receivers leave room for the others. */
export function fairShare({ lanes }: Desk): number {
  let busy = 0
  for (const { queue, sending } of lanes.values()) if (queue.length + sending.size > 0) busy += 1
  return Math.max(1, Math.floor(maxSending / Math.max(1, busy)))
}

/** Deliveries that may be read: some more than can be sent at once, none when there are plenty. */
export function roomOf(lane: Lane, share: number): number {
  const wanted = (lane.endpoint ? concurrencyOf(lane, share) : 1) * readAhead
  return lane.queue.length > wanted / 2 ? 0 : wanted
}

type Looking = { readonly lane: Lane; readonly limit: number }

/** Reads what is due in the lanes that may have something. */
export async function lookIntoLanes(desk: Desk): Promise<void> {
  const looking = lanesToLookInto(desk)
  if (looking.length === 0) return
  // What is added from here on is seen by the next look.
  for (const { lane } of looking) lane.needsLook = false
  const looks = await selectDue(
    desk.context.db,
    looking.map(({ lane: { workspaceId, endpointId }, limit }) => ({
      workspaceId,
      endpointId,
      limit,
    })),
    looking.flatMap(({ lane }) => idsOf(lane)),
  )
  const found = new Map(looks.map((look) => [look.endpointId, look]))
  await desk.endpoints.refresh(
    looking.map(({ lane }) => ({ lane, version: found.get(lane.endpointId)?.version })),
  )
  for (const { lane, limit } of looking) {
    const look = found.get(lane.endpointId)
    if (!look || !lane.endpoint) {
      desk.lanes.delete(lane.endpointId)
      continue
    }
    const { isActive, isPaused } = lane.endpoint.row
    if (!isActive || isPaused) lane.queue = []
    lane.generation = look.generation
    lane.queue.push(...look.due)
    if (look.due.length >= limit) lane.needsLook = true
    if (look.due.length > 0) lane.busyAt = performance.now()
  }
}

function lanesToLookInto(desk: Desk): Looking[] {
  const share = fairShare(desk)
  const now = desk.context.now()
  const looking: Looking[] = []
  for (const lane of desk.lanes.values()) {
    if (!lane.needsLook) continue
    if (isParked(lane, now)) {
      // Its time is in the database: it is taken again then.
      lane.needsLook = false
      continue
    }
    const limit = roomOf(lane, share)
    if (limit > 0) looking.push({ lane, limit })
  }
  return looking
}

function idsOf({ queue, sending, unwritten }: Lane): string[] {
  return [...queue.map(({ id }) => id), ...sending.keys(), ...unwritten]
}
