import type { Context } from '../../context.ts'
import { maxAttempts, type Run } from './attempts.ts'
import { endItem } from './end-item.ts'
import { failure } from './failure-rules.ts'
import { type AboutItem, queueEmbedding } from './queue.ts'
import { readFile } from './read-file.ts'
import { readPages } from './read-pages.ts'
import { readText } from './read-text.ts'
import { findWork, type WorkItem } from './work-queries.ts'
import { Unreadable } from './unreadable.ts'

/** Reads an item and cuts it into passages; those are embedded next. Safe to repeat. */
export async function processItem(context: Context, about: AboutItem, run: Run): Promise<void> {
  const { workspaceId, itemId, requestId } = about
  const work = await findWork(context.db, workspaceId, itemId)
  if (work?.status !== 'PROCESSING' || work.requestId !== requestId) return
  // Also when what it does ends the whole process, which nothing here would be told of.
  if (run.attempt > maxAttempts) {
    return endItem(context, about, { status: 'FAILED', failure: failure('internal') })
  }
  try {
    await read(context, about, work, run)
  } catch (error) {
    run.signal.throwIfAborted()
    const isFinal = error instanceof Unreadable ? error.isFinal : false
    // Thrown, it is tried again later.
    if (!isFinal && run.attempt < maxAttempts) throw error
    if (!(error instanceof Unreadable)) {
      context.log.error({ err: error, itemId }, 'an item of the knowledge base failed for good')
    }
    const reason = error instanceof Unreadable ? error.failure : failure('internal')
    return endItem(context, about, { status: 'FAILED', failure: reason })
  }
  await context.db.transaction((tx) => queueEmbedding(tx, [about]))
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
