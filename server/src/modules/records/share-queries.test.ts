import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { shareOfTable } from './share-queries.ts'

const contacts = '/functions/v1/api-v1-contacts'

async function insertContacts(
  app: TestApp,
  { workspaceId, userId }: { workspaceId: string; userId: string },
  count: number,
): Promise<void> {
  await app.db.pool.query(
    `insert into contact (workspace_id, id, first_name, email, owner_id)
     select $1, uuidv7(), 'Zephyr', 'z' || n || '@x.example', $2 from generate_series(1, $3::int) n`,
    [workspaceId, userId, count],
  )
}

test('a workspace that owns most of a table is known by its statistics', async () => {
  await using app = await startTestApp()
  const small = await app.newWorkspace()
  await insertContacts(app, app.owner, 900)
  await insertContacts(app, small, 100)
  expect(await shareOfTable(app.db, 'company', small.workspaceId), 'no statistics').toBe(0)
  await app.db.pool.query('analyze contact')
  expect(await shareOfTable(app.db, 'contact', app.owner.workspaceId)).toBeCloseTo(0.9)
  expect(await shareOfTable(app.db, 'contact', small.workspaceId)).toBeCloseTo(0.1)
})

test('a search stays in its workspace, whether that owns most of the table or little', async () => {
  await using app = await startTestApp()
  const small = await app.newWorkspace()
  await insertContacts(app, app.owner, 900)
  await insertContacts(app, small, 100)
  await app.db.pool.query('analyze contact')
  for (const { apiKey: key, userId } of [app.owner, small]) {
    for (const search of ['zephyr', 'zep', 'ze', 'zephir']) {
      const { body } = await app.call('GET', `${contacts}?search=${search}&limit=1000`, { key })
      const rows: { owner_id: string }[] = body.data
      expect(new Set(rows.map((row) => row.owner_id)), search).toEqual(new Set([userId]))
    }
  }
})
