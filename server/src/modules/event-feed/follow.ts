import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { matchesConditions } from '../../platform/events/event-filter.ts'
import { writeCursor } from './cursor-rules.ts'
import { readPage, startOf } from './feed.ts'
import type { FeedEvent } from './queries.ts'
import { waitingAt } from './waiting.ts'

const pageSize = 200
/** Shorter than proxies wait for a sign of life. */
const beatEveryMs = 20_000
/** Then the browser comes again, and who it is and what it may see is looked up anew. */
const longestMs = 300_000
const comeAgainAfterMs = 2_000

/**
 * Pieces of an event stream: what happened from `after` on, as it happens. They name the event and
 * its subject and hold no record; who sees own records alone is told of these alone.
 */
export async function* followEvents(
  context: Context,
  principal: Principal,
  { after, signal }: { readonly after: string; readonly signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  const { workspaceId } = principal
  const waiting = waitingAt(context)
  let { cursor, snapshot } = await startOf(context, after)
  yield `retry: ${comeAgainAfterMs}\nid: ${writeCursor(cursor)}\n\n`
  const endAt = performance.now() + longestMs
  let beatAt = performance.now() + beatEveryMs
  while (!signal.aborted && performance.now() < endAt) {
    const page = await readPage(context, {
      workspaceId,
      names: null,
      cursor,
      snapshot,
      limit: pageSize,
    })
    cursor = page.next
    const seen = page.events.filter((event) => maySee(principal, event))
    if (seen.length > 0) yield toMessages(seen, writeCursor(cursor))
    if (!page.hasMore) {
      if (!waiting.mayWait(workspaceId)) return
      if (performance.now() > beatAt) {
        beatAt += beatEveryMs
        yield ': still here\n\n'
      }
      await waiting.wait(workspaceId, beatEveryMs, signal)
    }
    snapshot = (await startOf(context, 'now')).snapshot
  }
}

function toMessages(events: readonly FeedEvent[], cursor: string): string {
  const messages = events.map(({ id, name, subjectId }) => {
    const data = JSON.stringify({ event: name, id, subject_id: subjectId })
    return `data: ${data}\n\n`
  })
  // Read again after a lost connection: events that were told already may come twice, none is missed.
  return `${messages.join('')}id: ${cursor}\n\n`
}

const ownerFields = ['owner_id', 'assignee_id', 'employee_id', 'user_id', 'conversation.owner_id']

function maySee({ seesAllRows, userId }: Principal, { payload }: FeedEvent): boolean {
  if (seesAllRows) return true
  const data: unknown = JSON.parse(payload)
  return ownerFields.some((field) => matchesConditions({ [field]: userId }, data))
}
