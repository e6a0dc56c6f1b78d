import type { Context } from '../../context.ts'
import type { Embeddings } from '../../providers/embeddings/index.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { Run } from './attempts.ts'
import {
  type BareChunk,
  countVectors,
  saveVectors,
  selectBareChunks,
  selectOutdated,
  setModel,
} from './chunk-queries.ts'
import { endItem } from './end-item.ts'
import { type AboutItem, queueEmbedding } from './queue.ts'
import { findWork } from './work-queries.ts'

/** Kept together: what is lost by a crash is embedded again. */
const chunksAtOnce = 32
/** A model that cannot be had, or a service that is away, is asked this often, over some hours. */
const embedAttempts = 12
/** Items of one round after a change of the model. */
const outdatedAtOnce = 1_000

/** Tries again to give an item its vectors; until then it is found by its words alone. */
export async function embedItem(context: Context, about: AboutItem, run: Run): Promise<void> {
  const missed = await embed(context, about, run.signal)
  if (!missed) return
  if (missed.retryable && run.attempt < embedAttempts) throw missed
  const { itemId } = about
  context.log.warn({ err: missed, itemId }, 'an item is found by its words alone')
}

/**
 * Gives the passages of an item their vectors. Whether or not that succeeds, the item is processed
 * then. Answers why it did not.
 */
export async function embed(
  context: Context,
  about: AboutItem,
  signal: AbortSignal,
): Promise<ProviderError | undefined> {
  const { workspaceId, itemId, requestId } = about
  const work = await findWork(context.db, workspaceId, itemId)
  if (work === undefined || work.requestId !== requestId) return undefined
  let missed: ProviderError | undefined
  try {
    if (context.embeddings) await embedChunks(context, context.embeddings, about, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof ProviderError)) throw error
    missed = error
  }
  await finish(context, about)
  return missed
}

async function embedChunks(
  { db }: Context,
  embeddings: Embeddings,
  { workspaceId, itemId }: AboutItem,
  signal: AbortSignal,
): Promise<void> {
  const { languages, model } = embeddings
  await db.transaction((tx) => setModel(tx, workspaceId, itemId, model))
  const wanted = { languages: languages.includes('*') ? null : languages, limit: chunksAtOnce }
  for (;;) {
    signal.throwIfAborted()
    const chunks = await selectBareChunks(db, workspaceId, itemId, wanted)
    if (chunks.length === 0) return
    const vectors = await embeddings.embed(chunks.map(toText), { signal })
    const rows = chunks.flatMap(({ id }, index) => {
      const vector = vectors[index]
      return vector ? [{ id, vector }] : []
    })
    if (rows.length !== chunks.length) throw new Error('A passage got no vector.')
    await saveVectors(db, workspaceId, rows)
  }
}

/** What it stands under says what it is about. */
const toText = ({ text, heading }: BareChunk) => (heading === null ? text : `${heading}\n${text}`)

async function finish(context: Context, about: AboutItem): Promise<void> {
  const { workspaceId, itemId } = about
  await context.db.transaction((tx) => countVectors(tx, workspaceId, itemId, context.newId()))
  await endItem(context, about, { status: 'PROCESSED' })
}

/** After a change of the model: what was embedded by another one is embedded anew. */
export async function embedOutdated({ db, embeddings }: Context): Promise<void> {
  if (!embeddings) return
  const outdated = await selectOutdated(db, embeddings.model, outdatedAtOnce)
  if (outdated.length > 0) await db.transaction((tx) => queueEmbedding(tx, outdated))
}
