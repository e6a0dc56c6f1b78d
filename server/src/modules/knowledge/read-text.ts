import type { Context } from '../../context.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { ReadDocument } from '../../providers/documents/index.ts'
import { countWords } from './chunk-rules.ts'
import { replaceChunks } from './chunk-queries.ts'
import { toPassages } from './passages.ts'
import type { AboutItem } from './queue.ts'
import { lockItem } from './write-queries.ts'
import { setRead, type WorkItem } from './work-queries.ts'

/** Cuts the text of an item into passages. */
export async function readText(
  context: Context,
  about: AboutItem,
  { content }: WorkItem,
): Promise<void> {
  const sections = [{ text: content ?? '', heading: null, page: null }]
  await savePassages(context, about, { sections, extension: null })
}

/** Puts what was read in the place of what the item had. */
export async function savePassages(
  context: Context,
  about: AboutItem,
  { sections, extension }: Pick<ReadDocument, 'sections'> & { readonly extension: string | null },
): Promise<void> {
  const { workspaceId, itemId } = about
  const passages = await toPassages(context, sections)
  await context.db.transaction(async (tx) => {
    if (!(await isStillWanted(tx, about))) return
    await replaceChunks(tx, { workspaceId, itemId, pageId: null }, passages)
    await setRead(tx, workspaceId, itemId, {
      words: countWords(sections),
      extension,
      chunks: passages.length,
      revision: context.newId(),
    })
  })
}

/** Whether it is there, and no newer wish came meanwhile. Locks it. */
export async function isStillWanted(
  tx: Executor,
  { workspaceId, itemId, requestId }: AboutItem,
): Promise<boolean> {
  return (await lockItem(tx, workspaceId, itemId))?.requestId === requestId
}
