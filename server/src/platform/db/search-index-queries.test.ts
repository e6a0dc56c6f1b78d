import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import { tidySearchIndexes } from './search-index-queries.ts'

test('what was inserted leaves the waiting list of its search index', async () => {
  await using app = await startTestApp()
  const { workspaceId, userId } = app.owner
  await app.db.pool.query(
    `insert into contact (workspace_id, id, first_name, email, owner_id)
     select $1, uuidv7(), 'Ada', 'ada' || n || '@x.example', $2 from generate_series(1, 500) n`,
    [workspaceId, userId],
  )
  await tidySearchIndexes(app.db)

  const { rows } = await app.db.pool.query<{ pages: number }>(
    `select gin_clean_pending_list('contact_search')::int as pages`,
  )
  expect(rows, 'pages that were still waiting').toEqual([{ pages: 0 }])
  const { body } = await app.call('GET', '/functions/v1/api-v1-contacts?search=ada499')
  expect(body.count).toBe(1)
})
