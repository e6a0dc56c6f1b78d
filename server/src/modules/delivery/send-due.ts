import type { Desk } from './desk.ts'
import { isParked, type Lane, takeNext } from './lane.ts'
import { fairShare, maxSending, roomOf } from './look.ts'

export type Next = {
  /** Lanes have room for more than was read. */
  readonly mustLook: boolean
  /** On the clock of `performance.now()`: when the next request of a limited rate may begin. */
  readonly atMs: number | undefined
}

/** Begins as many requests as may be under way, a lane's turn after another's. */
export function sendDue(desk: Desk): Next {
  // Somebody else may have the lanes by now.
  if (performance.now() > desk.heldUntil) return { mustLook: false, atMs: undefined }
  const share = fairShare(desk)
  const now = desk.context.now()
  let mustLook = false
  let atMs = Number.POSITIVE_INFINITY
  for (const lane of desk.lanes.values()) {
    if (lane.queue.length > 0 && isParked(lane, now)) lane.queue = []
    startWhatMay(desk, lane, share)
    if (lane.queue.length > 0 && lane.nextSendAt > performance.now()) {
      atMs = Math.min(atMs, lane.nextSendAt)
    }
    mustLook ||= lane.needsLook && !isParked(lane, now) && roomOf(lane, share) > 0
  }
  return { mustLook, atMs: atMs === Number.POSITIVE_INFINITY ? undefined : atMs }
}

function startWhatMay({ attempts }: Desk, lane: Lane, share: number): void {
  while (attempts.sending() < maxSending && attempts.hasRoom()) {
    const due = takeNext(lane, share, performance.now())
    if (!due) return
    attempts.start(lane, due)
  }
}
