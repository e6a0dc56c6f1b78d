import type { PollEvents } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { likePatterns } from '../../platform/events/event-filter.ts'
import { RawJson } from '../../platform/raw-json.ts'
import { type FeedCursor, readCursor, writeCursor } from './cursor-rules.ts'
import { type FeedEvent, getLog, listWindow } from './queries.ts'
import { waitingAt } from './waiting.ts'

/** Knows of no event, of however long ago. */
const beforeAll = '3:3:'

type Page = {
  readonly events: readonly FeedEvent[]
  readonly next: FeedCursor
  readonly hasMore: boolean
}

/** Answers what came since the cursor; with `wait`, not before something did. */
export async function pollEvents(
  context: Context,
  principal: Principal,
  { query, signal }: { readonly query: PollEvents; readonly signal: AbortSignal },
): Promise<RawJson> {
  requireReader(principal)
  const { workspaceId } = principal
  const deadline = performance.now() + query.wait * 1_000
  const waiting = waitingAt(context)
  const names = query.events === undefined ? null : likePatterns(query.events)
  let { cursor, snapshot } = await startOf(context, query.after)
  for (;;) {
    const wanted = { workspaceId, names, cursor, snapshot, limit: query.limit }
    const page = await readPage(context, wanted)
    const leftMs = deadline - performance.now()
    const isDone = page.events.length > 0 || leftMs <= 0 || signal.aborted
    if (isDone || !waiting.mayWait(workspaceId)) return toReply(workspaceId, page)
    cursor = page.next
    if (!page.hasMore) await waiting.wait(workspaceId, leftMs, signal)
    snapshot = (await getLog(context.db, beforeAll)).snapshot
  }
}

/** The cursor, and what is committed at this moment. */
export async function startOf(
  { db }: Context,
  after: string | undefined,
): Promise<{ cursor: FeedCursor; snapshot: string }> {
  const given = after === undefined || after === 'now' ? undefined : readGiven(after)
  const latest = given?.window?.until ?? given?.seen ?? beforeAll
  const { log, snapshot, isBehind } = await getLog(db, latest)
  if (!given) return { cursor: { log, seen: after === 'now' ? snapshot : beforeAll }, snapshot }
  if (given.log === log && !isBehind) return { cursor: given, snapshot }
  throw invalid(
    'after',
    "Field 'after' is a cursor of another database, from before this one was restored. Begin without it: events have the ids that you know.",
  )
}

function readGiven(after: string): FeedCursor {
  const cursor = readCursor(after)
  if (!cursor) throw invalid('after', "Field 'after' is not a cursor of ours.")
  return cursor
}

/**
 * As the relay does it: a window is what one snapshot sees committed and the one before it did not,
 * and inside it events go in order of seq. So none is skipped that commits late, and those of one
 * subject keep their order (platform/events/relay-batch.ts).
 */
export async function readPage(
  { db }: Context,
  wanted: {
    readonly workspaceId: string
    readonly names: readonly string[] | null
    readonly cursor: FeedCursor
    readonly snapshot: string
    readonly limit: number
  },
): Promise<Page> {
  const { workspaceId, names, cursor, snapshot, limit } = wanted
  const { log, seen, window } = cursor
  const until = window?.until ?? snapshot
  const range = { workspaceId, seen, until, seq: window?.seq ?? 0, names }
  const found = await listWindow(db, range, limit + 1)
  const events = found.slice(0, limit)
  const last = events.at(-1)
  if (found.length > limit && last) {
    return { events, next: { log, seen, window: { until, seq: last.seq } }, hasMore: true }
  }
  // A window that was gone on with began some time ago; events may have come since.
  return { events, next: { log, seen: until }, hasMore: window !== undefined }
}

function toReply(workspaceId: string, { events, next, hasMore }: Page): RawJson {
  const data = events.map((event) => toEnvelope(workspaceId, event)).join(',')
  return new RawJson(
    `{"data":[${data}],"error":null,"next_cursor":"${writeCursor(next)}","has_more":${hasMore}}`,
  )
}

/** The payload is JSON already, and goes on to the byte. */
function toEnvelope(workspaceId: string, { id, name, payload, createdAt }: FeedEvent): string {
  return `{"event":"${name}","timestamp":"${createdAt}","data":${payload},"id":"${id}","workspace_id":"${workspaceId}"}`
}

/** The feed has everybody's records: only those see it who may see these all. */
function requireReader({ role, seesAllRows }: Principal): void {
  if (seesAllRows && role !== 'viewer' && role !== 'rep') return
  throw new AppError(
    'INSUFFICIENT_PERMISSIONS',
    "The event feed is for managers, admins and owners, and for keys with 'admin'.",
    { required: 'admin' },
  )
}
