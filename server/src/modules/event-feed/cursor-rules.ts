/**
 * Where somebody stands in the log of events: all that is committed in `seen` was handed out, and of
 * what is committed in `until` and not in `seen`, that up to `seq`. Snapshots are PostgreSQL's own
 * text form, `xmin:xmax:xip,…`; `log` names the log whose transactions they count.
 */
export type FeedCursor = {
  readonly log: string
  readonly seen: string
  readonly window?: { readonly until: string; readonly seq: number } | undefined
}

const version = 1

export function writeCursor({ log, seen, window }: FeedCursor): string {
  const parts = [version, log, seen, ...(window ? [window.until, window.seq] : [])]
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Undefined for text that no cursor of ours has. */
export function readCursor(text: string): FeedCursor | undefined {
  const [given, log, seen, until, seq, ...more] = partsOf(text)
  if (given !== version || typeof log !== 'string' || !isSnapshot(seen)) return undefined
  if (until === undefined && seq === undefined) return { log, seen }
  if (!isSnapshot(until) || !Number.isSafeInteger(seq) || more.length > 0) return undefined
  return { log, seen, window: { until, seq: seq as number } }
}

function partsOf(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

/** Larger numbers are no transaction ids. */
const largest = 2n ** 63n

/** Exactly what PostgreSQL reads as a snapshot, so that it refuses none. */
function isSnapshot(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/.test(value)) {
    return false
  }
  const [xmin = 0n, xmax = 0n, ...running] = value
    .split(/[:,]/)
    .filter((part) => part !== '')
    .map(BigInt)
  if (xmin < 1n || xmin > xmax || xmax >= largest) return false
  return running.every(
    (xid, index) => xid >= xmin && xid < xmax && (index === 0 || xid > (running[index - 1] ?? 0n)),
  )
}
