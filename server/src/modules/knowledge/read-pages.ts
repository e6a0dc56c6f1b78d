import type { Context } from '../../context.ts'
import { type ReadDocument, readDocument } from '../../providers/documents/index.ts'
import { type Crawler, openCrawler } from '../../providers/web-pages/index.ts'
import { maxAttempts, type Run } from './attempts.ts'
import { replaceChunks } from './chunk-queries.ts'
import { countWords } from './chunk-rules.ts'
import { type Failure, failure } from './failure-rules.ts'
import { toPassages } from './passages.ts'
import type { AboutItem } from './queue.ts'
import { hasRoom } from './quota.ts'
import { isStillWanted } from './read-text.ts'
import { toUnreadable, Unreadable } from './unreadable.ts'
import {
  findPageBytes,
  findPageStates,
  selectWaitingPages,
  setPageFailed,
  setPageRead,
  sumPages,
} from './work-queries.ts'

type Page = { readonly id: string; readonly url: string }

/**
 * Reads the addresses of an item that wait for it, one after the other. What each one gave is kept at
 * once: when this is interrupted, it goes on with the next.
 */
export async function readPages(context: Context, about: AboutItem, run: Run): Promise<void> {
  const { workspaceId, itemId } = about
  const crawler = openCrawler(context.outbound)
  let passing: Unreadable | undefined
  for (const page of await selectWaitingPages(context.db, workspaceId, itemId)) {
    const missed = await readPage(context, about, page, { crawler, run })
    passing ??= missed
  }
  await context.db.transaction((tx) => sumPages(tx, workspaceId, itemId, context.newId()))
  // Those that may answer later still wait; thrown, they are tried again.
  if (passing) throw passing
  const { read, total, code, message } = await findPageStates(context.db, workspaceId, itemId)
  if (read > 0 || total === 0 || code === null) return
  throw new Unreadable({ code, message: message ?? '' }, { isFinal: true })
}

/** Answers why it has to be tried again; undefined when it was read, or failed for good. */
async function readPage(
  context: Context,
  about: AboutItem,
  page: Page,
  { crawler, run }: { readonly crawler: Crawler; readonly run: Run },
): Promise<Unreadable | undefined> {
  const { signal, attempt } = run
  try {
    const { bytes, mediaType, url } = await crawler.fetch(page.url, signal)
    const { pathname } = new URL(url)
    const source = { content: { bytes }, fileName: pathname, mediaType }
    await savePage(context, about, page, await readDocument(source, { signal }))
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    const missed = toUnreadable(error)
    if (!(missed instanceof Unreadable)) throw error
    if (!missed.isFinal && attempt < maxAttempts) return missed
    await failPage(context, about, page, missed.failure)
    return undefined
  }
}

async function savePage(
  context: Context,
  about: AboutItem,
  page: Page,
  { title, sections }: ReadDocument,
): Promise<void> {
  const { workspaceId, itemId } = about
  const passages = await toPassages(context, sections)
  const bytes = sections.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)
  await context.db.transaction(async (tx) => {
    if (!(await isStillWanted(tx, about))) return
    const more = bytes - (await findPageBytes(tx, workspaceId, page.id))
    if (!(await hasRoom(tx, context, { workspaceId, bytes: more }))) {
      throw new Unreadable(failure('quota_exceeded'), { isFinal: true })
    }
    const facts = { title, words: countWords(sections), bytes, at: context.now() }
    if (!(await setPageRead(tx, workspaceId, page.id, facts))) return
    await replaceChunks(tx, { workspaceId, itemId, pageId: page.id }, passages)
    // Counted at once, so that the next page finds the room that is left.
    await sumPages(tx, workspaceId, itemId, context.newId())
  })
}

async function failPage(
  { db }: Context,
  about: AboutItem,
  page: Page,
  reason: Failure,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (await isStillWanted(tx, about)) await setPageFailed(tx, about.workspaceId, page.id, reason)
  })
}
