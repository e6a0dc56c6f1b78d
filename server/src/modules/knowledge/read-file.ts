import { knowledgeLimits } from '@parley/contract'
import type { Context } from '../../context.ts'
import { readDocument } from '../../providers/documents/index.ts'
import { follow, refusedWith, toPageError } from '../../providers/web-pages/index.ts'
import type { Run } from './attempts.ts'
import { failure } from './failure-rules.ts'
import type { AboutItem } from './queue.ts'
import { hasRoom } from './quota.ts'
import { isStillWanted, savePassages } from './read-text.ts'
import { toUnreadable, Unreadable } from './unreadable.ts'
import { setStored, type WorkItem } from './work-queries.ts'
import { lockItem } from './write-queries.ts'

const fetchTimeoutMs = 300_000

/** Brings a file into the store when it is not there yet, and reads it. */
export async function readFile(
  context: Context,
  about: AboutItem,
  work: WorkItem,
  { signal }: Run,
): Promise<void> {
  const { workspaceId, itemId } = about
  try {
    const mediaType =
      work.isStored || work.sourceUrl === null
        ? null
        : await fetchFile(context, about, work.sourceUrl, signal)
    const { kind, sections } = await context.media.withFile({ workspaceId, id: itemId }, (path) =>
      readDocument({ content: { path }, fileName: work.fileName, mediaType }, { signal }),
    )
    await savePassages(context, about, { sections, extension: kind })
  } catch (error) {
    signal.throwIfAborted()
    throw toUnreadable(error)
  }
}

/** Answers what its server calls it. */
async function fetchFile(
  context: Context,
  about: AboutItem,
  url: string,
  signal: AbortSignal,
): Promise<string | null> {
  const { workspaceId, itemId } = about
  const key = { workspaceId, id: itemId }
  const limits = { maxBytes: knowledgeLimits.maxFileBytes, timeoutMs: fetchTimeoutMs }
  const { status, mediaType, body } = await follow(context.outbound, url, { ...limits, signal })
  if (status !== 200) {
    body.destroy()
    throw refusedWith(status)
  }
  const bytes = await context.media.put(key, body, limits).catch((error: unknown) => {
    throw toPageError(error)
  })
  const kept = await context.db.transaction(async (tx) => {
    const item = await lockItem(tx, workspaceId, itemId)
    if (!item) return 'gone'
    const more = bytes - item.sizeBytes
    if (!(await hasRoom(tx, context, { workspaceId, bytes: more }))) return 'no room'
    await setStored(tx, { workspaceId, id: itemId, at: context.now(), bytes })
    return (await isStillWanted(tx, about)) ? 'kept' : 'kept for another'
  })
  if (kept === 'gone' || kept === 'no room') await context.media.delete(key)
  if (kept === 'no room') throw new Unreadable(failure('quota_exceeded'), { isFinal: true })
  return mediaType
}
