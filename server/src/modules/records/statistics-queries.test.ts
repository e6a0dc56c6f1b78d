import { expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { statisticsOf } from './statistics-queries.ts'

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
  const noted = await statisticsOf(app.db, 'company')
  expect([noted.shareOf(small.workspaceId), noted.frequencyOf(['a'])], 'no statistics').toEqual([
    0, 0,
  ])
  await app.db.pool.query('analyze contact')
  const { rows, shareOf } = await statisticsOf(app.db, 'contact')
  expect(rows).toBe(1000)
  expect(shareOf(app.owner.workspaceId)).toBeCloseTo(0.9)
  expect(shareOf(small.workspaceId)).toBeCloseTo(0.1)
})

test('how common words are is known by a sample of the texts', async () => {
  await using app = await startTestApp()
  await insertContacts(app, app.owner, 900)
  await app.db.pool.query('analyze contact')
  const { frequencyOf } = await statisticsOf(app.db, 'contact')
  expect(frequencyOf(['Zeph', 'example'])).toBeCloseTo(1)
  expect(frequencyOf(['zeph', 'nobody'])).toBe(0)
  expect(frequencyOf(['ze']), 'a beginning').toBeCloseTo(1)
  expect(frequencyOf(['ep']), 'no beginning').toBe(0)
  const some = frequencyOf(['z1'])
  expect([some > 0.05, some < 0.2], `a tenth: ${some}`).toEqual([true, true])
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
