import { expect, test } from 'vitest'
import { openFakeEmbeddings } from '../../providers/embeddings/fake.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import {
  addText,
  drainRetries,
  getItem,
  knowledgeEvents,
  refunds,
  search,
} from '../../../test/knowledge.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { embedItem, embedOutdated } from './embed-item.ts'
import { processItem } from './process-item.ts'

const run = { signal: new AbortController().signal, attempt: 1 }

async function aboutItem(app: TestApp, itemId: string) {
  const { rows } = await app.db.pool.query<{ request_id: string }>(
    'select request_id from knowledge_item where id = $1',
    [itemId],
  )
  return { workspaceId: app.owner.workspaceId, itemId, requestId: rows[0]?.request_id ?? '' }
}

test('an item is found by its words while the model cannot be had, and by its meaning later', async () => {
  const embeddings = openFakeEmbeddings({ error: new ProviderError('models', true, 'No network.') })
  await using app = await startTestApp({ embeddings })
  const { id } = await addText(app, refunds)
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', searchableBy: 'full_text' })
  expect((await search(app, 'refunds')).passages).toHaveLength(1)
  embeddings.script({})
  await drainRetries(app, 1)
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', searchableBy: 'hybrid' })
  expect((await search(app, 'refunds')).mode).toBe('hybrid')
  // It was processed once.
  expect(await knowledgeEvents(app)).toEqual(['knowledge_item.created', 'knowledge_item.processed'])
})

test('a model that refuses for good leaves an item to its words', async () => {
  const embeddings = openFakeEmbeddings({ error: new ProviderError('service', false, 'No key.') })
  await using app = await startTestApp({ embeddings })
  const { id } = await addText(app, refunds)
  const asked = embeddings.calls.length
  await drainRetries(app, 2)
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', searchableBy: 'full_text' })
  expect(embeddings.calls).toHaveLength(asked)
})

test('after a change of the model everything is embedded anew', async () => {
  const former = { ...openFakeEmbeddings(), model: 'former' }
  await using app = await startTestApp({ embeddings: former })
  const { id } = await addText(app, refunds)
  const later = openFakeEmbeddings()
  const context = { ...app.context, embeddings: later }
  await embedOutdated(context)
  const jobs = await app.db.pool.query(`select key from graphile_worker.jobs`)
  expect(jobs.rows).toEqual([{ key: `embed ${id}` }])
  await embedItem(context, await aboutItem(app, id), run)
  expect(later.calls).toEqual([[refunds]])
  expect(await getItem(app, id)).toMatchObject({ status: 'PROCESSED', searchableBy: 'hybrid' })
  // Nothing is left to do.
  await app.db.pool.query('select graphile_worker.remove_job($1)', [`embed ${id}`])
  await embedOutdated(context)
  expect((await app.db.pool.query('select from graphile_worker.jobs')).rows).toEqual([])
})

test('work that is done twice changes nothing', async () => {
  const embeddings = openFakeEmbeddings()
  await using app = await startTestApp({ embeddings })
  const { id } = await addText(app, refunds)
  const about = await aboutItem(app, id)
  await processItem(app.context, about, run)
  await embedItem(app.context, about, run)
  expect(embeddings.calls).toEqual([[refunds]])
  expect(await knowledgeEvents(app)).toHaveLength(2)
})
