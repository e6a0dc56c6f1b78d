import { expect, test } from 'vitest'
import { startEmbeddingsService } from './embeddings-service.ts'
import { eventually } from './eventually.ts'
import { getItem, knowledgePath, settled, uploadFile } from './knowledge.ts'
import { startServerOn } from './server-on-app.ts'
import { startTestApp, type TestApp } from './test-app.ts'
import { page, startWebSite } from './web-site.ts'

/** Whether a worker is lost is asked every half minute; this one has been for longer. */
async function giveUpWorker(app: TestApp): Promise<void> {
  await app.db.pool.query(
    `update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`,
  )
}

const sentence = (index: number) =>
  `Sentence number ${index} says something about the article with the number ${index}, at length. `

test('an item whose server is killed while it is embedded goes on behind what was done', async () => {
  await using service = await startEmbeddingsService([undefined, 'hang'])
  await using app = await startTestApp()
  const environment = { EMBEDDINGS_BASE_URL: service.baseUrl, EMBEDDINGS_MODEL: 'small' }
  const text = Array.from({ length: 600 }, (_, index) => sentence(index)).join('')
  const first = await startServerOn(app, environment)
  const { body } = await uploadFile(app, Buffer.from(text), 'articles.txt')
  await eventually(
    () => service.asked.length,
    (count) => count >= 2,
    30_000,
  )
  await first.kill()
  expect((await getItem(app, body.data.id)).status).toBe('PROCESSING')

  await giveUpWorker(app)
  await using second = await startServerOn(app, environment)
  expect(second.address).not.toBe('')
  const item = await settled(app, body.data.id)
  expect(item).toMatchObject({ status: 'PROCESSED', searchableBy: 'hybrid' })
  const { rows } = await app.db.pool.query<{ count: string; vectors: string }>(
    'select count(*) as count, count(vector) as vectors from knowledge_chunk',
  )
  expect(rows).toEqual([{ count: item.chunks, vectors: item.chunks }])
  // What had its vectors before was not embedded again.
  const texts = service.asked.flatMap((asked) => asked.texts)
  const again = service.asked[1]?.texts.length ?? 0
  expect(texts).toHaveLength(item.chunks + again)
})

test('pages that were read before their server was killed are not fetched again', async () => {
  let hangs = true
  await using site = await startWebSite({
    '/a': page('A', sentence(1)),
    '/b': (response) => {
      if (!hangs) response.end(page('B', sentence(2)))
    },
    '/c': page('C', sentence(3)),
  })
  await using app = await startTestApp()
  const environment = { OUTBOUND_ALLOW: '127.0.0.1', EMBEDDED_EMBEDDINGS: 'off' }
  const first = await startServerOn(app, environment)
  const itemUrls = ['/a', '/b', '/c'].map((at) => site.url + at)
  const { body } = await app.call('POST', knowledgePath, {
    body: { items: [{ type: 'URL', itemUrls }] },
  })
  await eventually(
    () => site.asked,
    (asked) => asked.includes('/b'),
    30_000,
  )
  await first.kill()
  hangs = false

  await giveUpWorker(app)
  await using second = await startServerOn(app, environment)
  expect(second.address).not.toBe('')
  const item = await settled(app, body.data.id as string)
  expect(item).toMatchObject({ status: 'PROCESSED', chunks: 3, searchableBy: 'full_text' })
  const asked = site.asked.filter((at) => at !== '/robots.txt')
  expect(asked).toEqual(['/a', '/b', '/b', '/c'])
})
