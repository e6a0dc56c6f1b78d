import type { Database } from '../../platform/db/database.ts'
import type { VectorBlock } from './nearest-rules.ts'
import { type SearchedItem, selectVectors } from './search-queries.ts'

/** 256 MB hold the vectors of some 170,000 passages of 384 numbers. */
const maxBytes = 256 * 1024 ** 2

type Kept = { readonly revision: string; readonly block: VectorBlock }

/**
 * Copies of vectors that the database holds, by item. Each has the revision that it was read at, and
 * every search compares it: a copy is never used after its item changed, on whichever node.
 */
export type VectorCache = {
  blocksOf(
    db: Database,
    workspaceId: string,
    items: readonly SearchedItem[],
  ): Promise<VectorBlock[]>
}

export function openVectorCache(limitBytes = maxBytes): VectorCache {
  // In order of use: the first was not used for longest.
  const kept = new Map<string, Kept>()
  let bytes = 0

  function keep(key: string, one: Kept): void {
    forget(key)
    kept.set(key, one)
    bytes += one.block.values.byteLength
    for (const [oldest] of kept) {
      if (bytes <= limitBytes || oldest === key) return
      forget(oldest)
    }
  }

  function forget(key: string): void {
    bytes -= kept.get(key)?.block.values.byteLength ?? 0
    kept.delete(key)
  }

  return {
    async blocksOf(db, workspaceId, items) {
      const keyOf = (id: string) => `${workspaceId}/${id}`
      const blocks: VectorBlock[] = []
      const missing: SearchedItem[] = []
      for (const item of items) {
        const found = kept.get(keyOf(item.id))
        if (found?.revision === item.revision) {
          blocks.push(found.block)
          kept.delete(keyOf(item.id))
          kept.set(keyOf(item.id), found)
        } else missing.push(item)
      }
      if (missing.length === 0) return blocks
      const read = await readBlocks(db, workspaceId, missing)
      for (const { id, revision } of missing) {
        const block = read.get(id)
        if (!block) continue
        keep(keyOf(id), { revision, block })
        blocks.push(block)
      }
      return blocks
    },
  }
}

async function readBlocks(
  db: Database,
  workspaceId: string,
  items: readonly SearchedItem[],
): Promise<Map<string, VectorBlock>> {
  const rows = await selectVectors(
    db,
    workspaceId,
    items.map(({ id }) => id),
  )
  const byItem = Map.groupBy(rows, ({ itemId }) => itemId)
  return new Map([...byItem].map(([id, chunks]) => [id, toBlock(chunks)]))
}

function toBlock(chunks: readonly { id: string; vector: Buffer }[]): VectorBlock {
  const width = (chunks[0]?.vector.length ?? 0) / Float32Array.BYTES_PER_ELEMENT
  const alike = chunks.filter(({ vector }) => vector.length === chunks[0]?.vector.length)
  const values = new Float32Array(alike.length * width)
  const bytes = Buffer.from(values.buffer)
  for (const [index, { vector }] of alike.entries()) vector.copy(bytes, index * vector.length)
  return { ids: alike.map(({ id }) => id), width, values }
}
