/** Kept back, so that packets which come late or in another order still find their place: 60 ms. */
const delaySamples = 480
/** What is further ahead than this came in a burst, or after a pause without packets: half a second. */
const maxAheadSamples = 4_000
/** So many packets in a row that came too late mean that the other side counts anew. */
const maxLateInRow = 10
const maxPackets = 200

type Waiting = { readonly from: number; readonly payload: Uint8Array }

export type JitterBuffer = {
  /** `timestamp` of the first sample; payload of one byte a sample. */
  readonly push: (timestamp: number, payload: Uint8Array) => void
  /** The next samples of the time line; silence where nothing came. Undefined before the first packet. */
  readonly pull: (samples: number) => Uint8Array | undefined
}

/**
 * Puts packets onto one time line by their timestamps, whatever their length: twice the same, late, in
 * another order or not at all.
 */
export function openJitterBuffer(silence: number): JitterBuffer {
  let waiting: Waiting[] = []
  let at: number | undefined
  let lateInRow = 0

  function beginAt(timestamp: number): void {
    waiting = []
    at = (timestamp - delaySamples) >>> 0
    lateInRow = 0
  }

  return {
    push(timestamp, payload) {
      if (payload.length === 0 || payload.length > maxAheadSamples) return
      at ??= (timestamp - delaySamples) >>> 0
      const ahead = distance(at, timestamp)
      if (ahead + payload.length <= 0) {
        lateInRow += 1
        if (lateInRow < maxLateInRow) return
        beginAt(timestamp)
      } else if (ahead > maxAheadSamples) beginAt(timestamp)
      else lateInRow = 0
      if (waiting.length < maxPackets) waiting.push({ from: timestamp, payload })
    },
    pull(samples) {
      if (at === undefined) return undefined
      const out = new Uint8Array(samples).fill(silence)
      for (const { from, payload } of waiting) {
        const offset = distance(at, from)
        const skipped = Math.max(0, -offset)
        if (offset >= samples || skipped >= payload.length) continue
        const part = payload.subarray(skipped, skipped + samples - Math.max(0, offset))
        out.set(part, Math.max(0, offset))
      }
      const next = (at + samples) >>> 0
      waiting = waiting.filter(({ from, payload }) => distance(next, from) + payload.length > 0)
      at = next
      return out
    },
  }
}

/** From one timestamp to another, which wrap around at 2³². */
function distance(from: number, to: number): number {
  return (to - from) | 0
}
