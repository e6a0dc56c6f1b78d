import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'

type Runner = Pick<Executor, 'run'>

/** Whose chunks: of an item, or of one page of it. */
export type ChunkOwner = {
  readonly workspaceId: string
  readonly itemId: string
  readonly pageId: string | null
}

export type NewChunk = {
  readonly id: string
  readonly position: number
  readonly text: string
  readonly heading: string | null
  readonly page: number | null
  readonly offset: number
  readonly language: string | null
}

/** Rows of one insert: some 300 KB. */
const rowsAtOnce = 300

const deleteStatement = statement(
  'delete_knowledge_chunks',
  `delete from knowledge_chunk
   where workspace_id = $1 and item_id = $2 and page_id is not distinct from $3`,
)
const insertStatement = statement(
  'insert_knowledge_chunks',
  `insert into knowledge_chunk (workspace_id, id, item_id, page_id, position, text, heading,
     page_number, start_offset, language, terms)
   select $1, c.id, $2, $3, c.position, c.text, c.heading, c.page, c."offset", c.language,
     setweight(to_tsvector(search_config(c.language), coalesce(c.heading, '')), 'A')
       || to_tsvector(search_config(c.language), c.text)
   from json_to_recordset($4::json) as c(id uuid, position int, text text, heading text, page int,
     "offset" int, language text)`,
)

/** Puts these chunks in the place of what the item or page had. */
export async function replaceChunks(
  tx: Runner,
  { workspaceId, itemId, pageId }: ChunkOwner,
  chunks: readonly NewChunk[],
): Promise<void> {
  await tx.run(deleteStatement, [workspaceId, itemId, pageId])
  for (let at = 0; at < chunks.length; at += rowsAtOnce) {
    const rows = JSON.stringify(chunks.slice(at, at + rowsAtOnce))
    await tx.run(insertStatement, [workspaceId, itemId, pageId, rows])
  }
}

export type BareChunk = {
  readonly id: string
  readonly text: string
  readonly heading: string | null
}

const bareStatement = statement(
  'knowledge_chunks_to_embed',
  `select id, text, heading from knowledge_chunk
   where workspace_id = $1 and item_id = $2 and vector is null
     and ($3::text[] is null or language is null or language = any ($3))
   order by page_id, position limit $4`,
)

/** The next chunks without a vector, of these languages; null: of any. */
export function selectBareChunks(
  db: Runner,
  workspaceId: string,
  itemId: string,
  wanted: { readonly languages: readonly string[] | null; readonly limit: number },
): Promise<BareChunk[]> {
  const { languages, limit } = wanted
  return db.run<BareChunk>(bareStatement, [workspaceId, itemId, languages, limit])
}

const vectorsStatement = statement(
  'save_knowledge_vectors',
  `update knowledge_chunk c set vector = v.vector
   from unnest($2::uuid[], $3::bytea[]) as v(id, vector)
   where c.workspace_id = $1 and c.id = v.id`,
)

export async function saveVectors(
  tx: Runner,
  workspaceId: string,
  vectors: readonly { readonly id: string; readonly vector: Float32Array }[],
): Promise<void> {
  const ids = vectors.map(({ id }) => id)
  const bytes = vectors.map(({ vector }) =>
    Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength),
  )
  await tx.run(vectorsStatement, [workspaceId, ids, bytes])
}

const modelStatement = statement(
  'set_knowledge_model',
  `update knowledge_item set vector_model = $3
   where workspace_id = $1 and id = $2 and vector_model is distinct from $3 returning id`,
)
const forgetStatement = statement(
  'forget_knowledge_vectors',
  `update knowledge_chunk set vector = null
   where workspace_id = $1 and item_id = $2 and vector is not null`,
)

/** From now on its vectors are of this model; those of another one go. */
export async function setModel(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  model: string,
): Promise<void> {
  const changed = await tx.run(modelStatement, [workspaceId, itemId, model])
  if (changed.length > 0) await tx.run(forgetStatement, [workspaceId, itemId])
}

const countStatement = statement(
  'count_knowledge_vectors',
  `update knowledge_item set revision = $3,
     vectors = (select count(c.vector) from knowledge_chunk c
       where c.workspace_id = $1 and c.item_id = $2)
   where workspace_id = $1 and id = $2`,
)

/** Tells whoever keeps copies that there are new vectors. */
export async function countVectors(
  tx: Runner,
  workspaceId: string,
  itemId: string,
  revision: string,
): Promise<void> {
  await tx.run(countStatement, [workspaceId, itemId, revision])
}

const outdatedStatement = statement(
  'outdated_knowledge_items',
  `select workspace_id as "workspaceId", id as "itemId", request_id as "requestId"
   from knowledge_item
   where status = 'PROCESSED' and chunks > 0 and vector_model is distinct from $1
   order by workspace_id, id limit $2`,
)

/** Items whose vectors are of another model than this one. */
export function selectOutdated(
  db: Runner,
  model: string,
  limit: number,
): Promise<{ workspaceId: string; itemId: string; requestId: string }[]> {
  return db.run(outdatedStatement, [model, limit])
}
