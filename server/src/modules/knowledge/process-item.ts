import type { Context } from '../../context.ts'
import { maxAttempts, type Run } from './attempts.ts'
import { embed } from './embed-item.ts'
import { endItem } from './end-item.ts'
import { failure } from './failure-rules.ts'
import { type AboutItem, queueEmbedding } from './queue.ts'
import { readFile } from './read-file.ts'
import { readPages } from './read-pages.ts'
import { readText } from './read-text.ts'
import { Unreadable } from './unreadable.ts'
import { findWork, setReadFor, type WorkItem } from './work-queries.ts'

/**
 * Reads an item, cuts it into passages and gives them vectors. Safe to repeat: what was read before an
 * interruption is not read again, and what has a vector keeps it.
 */
export async function processItem(context: Context, about: AboutItem, run: Run): Promise<void> {
  const { workspaceId, itemId, requestId } = about
  const work = await findWork(context.db, workspaceId, itemId)
  if (work?.status !== 'PROCESSING' || work.requestId !== requestId) return
  // Also when what it does ends the whole process, which nothing here would be told of.
  if (run.attempt > maxAttempts) {
    return endItem(context, about, { status: 'FAILED', failure: failure('internal') })
  }
  if (work.readRequestId !== requestId) {
    if (!(await readOrFail(context, about, work, run))) return
    await setReadFor(context.db, workspaceId, itemId, requestId)
  }
  const missed = await embed(context, about, run.signal)
  if (missed?.retryable) await context.db.transaction((tx) => queueEmbedding(tx, [about]))
}

/** False when it has failed for good. Throws what is worth another try. */
async function readOrFail(
  context: Context,
  about: AboutItem,
  work: WorkItem,
  run: Run,
): Promise<boolean> {
  try {
    await read(context, about, work, run)
    return true
  } catch (error) {
    run.signal.throwIfAborted()
    const isFinal = error instanceof Unreadable && error.isFinal
    if (!isFinal && run.attempt < maxAttempts) throw error
    const isKnown = error instanceof Unreadable
    if (!isKnown) {
      const { itemId } = about
      context.log.error({ err: error, itemId }, 'an item of the knowledge base failed for good')
    }
    const reason = isKnown ? error.failure : failure('internal')
    await endItem(context, about, { status: 'FAILED', failure: reason })
    return false
  }
}

function read(context: Context, about: AboutItem, work: WorkItem, run: Run): Promise<void> {
  switch (work.type) {
    case 'TEXT':
      return readText(context, about, work)
    case 'FILE':
      return readFile(context, about, work, run)
    case 'URL':
      return readPages(context, about, run)
  }
}
