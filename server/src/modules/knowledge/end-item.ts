import type { Context } from '../../context.ts'
import { announce } from './announce.ts'
import type { Failure } from './failure-rules.ts'
import type { AboutItem } from './queue.ts'
import { setEnded } from './work-queries.ts'

/** Notes that an item is processed or has failed, and announces it, once for each wish. */
export async function endItem(
  context: Context,
  about: AboutItem,
  { status, failure }: { readonly status: 'PROCESSED' | 'FAILED'; readonly failure?: Failure },
): Promise<void> {
  const { workspaceId, itemId: id } = about
  await context.db.transaction(async (tx) => {
    const end = { status, failure, at: context.now(), revision: context.newId() }
    if (!(await setEnded(tx, about, end))) return
    const name = status === 'PROCESSED' ? 'knowledge_item.processed' : 'knowledge_item.failed'
    await announce(tx, context, name, { workspaceId, id })
  })
  context.wakeRelay()
}
