import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Faker, en } from '@faker-js/faker'
import { v7 } from 'uuid'
import type { Context } from '../server/src/context.ts'
import { searchKnowledge } from '../server/src/modules/knowledge/index.ts'
import { type Database, openDatabase } from '../server/src/platform/db/database.ts'
import { migrate } from '../server/src/platform/db/migrate.ts'
import { silentLog } from '../server/src/platform/log.ts'
import { startEmbeddedPostgres } from '../server/src/platform/postgres/embedded-postgres.ts'
import { openEmbeddings } from '../server/src/providers/embeddings/index.ts'
import { openModelStore } from '../server/src/providers/models/index.ts'
import { describeMachine } from './machine.ts'

/** Of the issue: a live call waits for it. */
const longestMs = 50
const chunks = 10_000
const chunksPerItem = 500
const chunkCharacters = 700
const rounds = 300
const width = 384
const model = 'all-minilm-l6-v2'

export const knowledgeUsage = `npm run bench knowledge
  searches of one agent in ${chunks} passages, by words and by meaning`

/** How long a search takes; whether the slowest twentieth is fast enough. */
export async function benchKnowledge(say: (line: string) => void): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // When root runs this, PostgreSQL runs as another user, who must pass through.
  await chmod(folder, 0o711)
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'db'), log: silentLog })
  const models = openModelStore({
    folder: fileURLToPath(new URL('../.cache/models', import.meta.url)),
    log: silentLog,
  })
  const embeddings = openEmbeddings(
    {
      embeddingsBaseUrl: undefined,
      embeddingsApiKey: undefined,
      embeddingsModel: undefined,
      embeddedEmbeddings: true,
    },
    models,
  )
  await migrate(postgres.url)
  const db = openDatabase(postgres.url, silentLog)
  try {
    const place = await load(db)
    const context = { db, embeddings, log: silentLog } as unknown as Context
    return await measure(context, place, say)
  } finally {
    await embeddings?.close()
    await db.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Place = { readonly workspaceId: string; readonly agentId: string }

const faker = new Faker({ locale: en, seed: 1 })

function makeText(): string {
  let text = ''
  while (text.length < chunkCharacters) {
    text += `${faker.commerce.productDescription()} ${faker.company.catchPhrase()}. `
  }
  return text
}

/** Any direction: how long a product takes does not depend on it. */
function makeVector(): Buffer {
  const vector = Float32Array.from({ length: width }, () => faker.number.float() - 0.5)
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return Buffer.from(vector.map((value) => value / length).buffer)
}

async function load(db: Database): Promise<Place> {
  const [workspaceId, agentId] = [v7(), v7()]
  const { pool } = db
  await pool.query('insert into workspace (id, name, slug) values ($1, $2, $2)', [
    workspaceId,
    'bench',
  ])
  await pool.query(
    `with made as (
       insert into agent (workspace_id, id, name, type, language)
       values ($1, $2, 'Bench', 'Single Prompt', 'en'))
     insert into agent_version (workspace_id, id, agent_id, number, definition)
     values ($1, $3, $2, 1, '{}')`,
    [workspaceId, agentId, v7()],
  )
  for (let at = 0; at < chunks; at += chunksPerItem) await loadItem(db, { workspaceId, agentId })
  await pool.query('vacuum analyze')
  return { workspaceId, agentId }
}

async function loadItem({ pool }: Database, { workspaceId, agentId }: Place): Promise<void> {
  const itemId = v7()
  await pool.query(
    `insert into knowledge_item (workspace_id, id, name, type, status, request_id, revision, chunks,
       vectors, vector_model)
     values ($1, $2, 'Bench', 'FILE', 'PROCESSED', $2, $2, $3, $3, $4)`,
    [workspaceId, itemId, chunksPerItem, model],
  )
  await pool.query(
    'insert into agent_knowledge_item (workspace_id, agent_id, item_id) values ($1, $2, $3)',
    [workspaceId, agentId, itemId],
  )
  const rows = Array.from({ length: chunksPerItem }, () => v7())
  await pool.query(
    `insert into knowledge_chunk (workspace_id, id, item_id, position, text, start_offset, language,
       terms, vector)
     select $1, c.id, $2, 0, c.text, 0, 'en', to_tsvector('english', c.text), c.vector
     from unnest($3::uuid[], $4::text[], $5::bytea[]) as c(id, text, vector)`,
    [workspaceId, itemId, rows, rows.map(makeText), rows.map(makeVector)],
  )
}

async function measure(
  context: Context,
  place: Place,
  say: (line: string) => void,
): Promise<boolean> {
  const search = async (query: string, patienceMs: number): Promise<number> => {
    const started = performance.now()
    const found = await searchKnowledge(context, { ...place, query, limit: 5, patienceMs })
    if (patienceMs > 0 && found.mode !== 'hybrid') throw new Error(found.notice ?? 'no model')
    return performance.now() - started
  }
  const first = await search('What does the ergonomic chair cost?', 60_000)
  const times: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const question = `Which ${faker.commerce.product()} is ${faker.commerce.productAdjective()}, and how do I get one of those?`
    times.push(await search(question, 60_000))
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => `${(times[Math.floor(share * (rounds - 1))] ?? 0).toFixed(1)} ms`
  say('| passages | first search | median | 95 % | slowest |')
  say('|---|---|---|---|---|')
  say(`| ${chunks} | ${first.toFixed(0)} ms | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`)
  const holds = (times[Math.floor(0.95 * (rounds - 1))] ?? 0) < longestMs
  say(`${holds ? 'holds' : 'MISSES'}: 95 % of the searches in under ${longestMs} ms`)
  for (const fact of await describeMachine()) say(fact)
  return holds
}
