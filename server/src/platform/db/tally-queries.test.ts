import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startTestApp } from '../../../test/test-app.ts'
import type { Database } from './database.ts'
import { foldTallies } from './tally-queries.ts'

async function sums(db: Database, workspaceId: string) {
  const { rows } = await db.pool.query<{ resource: string; sum: string; rows: number }>(
    `select resource, sum(delta)::text as sum, count(*) as rows from tally
     where workspace_id = $1 group by resource order by resource`,
    [workspaceId],
  )
  return rows
}

test('many rows become one with the same sum, and few are left alone', async () => {
  await using app = await startTestApp()
  const crowded = randomUUID()
  const quiet = randomUUID()
  await app.db.pool.query(
    `insert into tally select $1::uuid, 'contact', 1 from generate_series(1, 100)
     union all select $1::uuid, 'deal', -1 from generate_series(1, 64)
     union all select $2::uuid, 'contact', 1 from generate_series(1, 100)`,
    [crowded, quiet],
  )
  await foldTallies(app.db, [crowded])
  expect(await sums(app.db, crowded)).toEqual([
    { resource: 'contact', sum: '100', rows: 1 },
    { resource: 'deal', sum: '-64', rows: 64 },
  ])
  expect(await sums(app.db, quiet), 'nobody touched it').toEqual([
    { resource: 'contact', sum: '100', rows: 100 },
  ])
})

test('rows that cancel out leave nothing behind', async () => {
  await using app = await startTestApp()
  const workspaceId = randomUUID()
  await app.db.pool.query(
    `insert into tally select $1::uuid, 'contact', case when n % 2 = 0 then 1 else -1 end
     from generate_series(1, 100) n`,
    [workspaceId],
  )
  await foldTallies(app.db, [workspaceId])
  expect(await sums(app.db, workspaceId)).toEqual([])
})

test('the sum is exact at every moment while rows are added and folded at once', async () => {
  await using app = await startTestApp()
  const workspaceId = randomUUID()
  const writers = 4
  const insertsPerWriter = 300
  let writing = true

  async function write(): Promise<void> {
    for (let turn = 0; turn < insertsPerWriter; turn += 1) {
      await app.db.pool.query("insert into tally values ($1, 'contact', 1)", [workspaceId])
    }
  }
  async function fold(): Promise<void> {
    while (writing) await foldTallies(app.db, [workspaceId])
  }
  async function watch(): Promise<void> {
    let last = 0
    while (writing) {
      const sum = Number((await sums(app.db, workspaceId))[0]?.sum ?? 0)
      expect(sum, 'a count that only grows').toBeGreaterThanOrEqual(last)
      last = sum
    }
  }
  const others = [fold(), fold(), watch()]
  await Promise.all(Array.from({ length: writers }, write))
  writing = false
  await Promise.all(others)
  await foldTallies(app.db, [workspaceId])
  const [contact] = await sums(app.db, workspaceId)
  expect(contact?.sum).toBe(String(writers * insertsPerWriter))
  expect(contact?.rows).toBeLessThanOrEqual(65)
})
