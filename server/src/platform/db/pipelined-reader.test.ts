import { expect, test } from 'vitest'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'
import { statement } from './statement.ts'

const slowRead = statement('read_slowly', 'select 1 as one from pg_sleep(0.1)')

async function readers(app: TestApp, state: string): Promise<number[]> {
  const { rows } = await app.db.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database()
       and application_name = 'parley-reader' and state ~ $1`,
    [state],
  )
  return rows.map(({ pid }) => pid)
}

test('reads under way when their connections break are answered, on as many connections as before', async () => {
  await using app = await startTestApp()
  const reading = Promise.all(
    Array.from({ length: 12 }, () => app.db.read<{ one: number }>(slowRead, [])),
  )
  const pids = await eventually(
    () => readers(app, 'active'),
    ({ length }) => length === 2,
  )
  await app.db.pool.query('select pg_terminate_backend(pid) from unnest($1::int[]) as pid', [pids])
  expect((await reading).flat()).toEqual(Array.from({ length: 12 }, () => ({ one: 1 })))
  const open = await readers(app, '')
  expect(open).toHaveLength(2)
  expect(open.filter((pid) => pids.includes(pid))).toEqual([])
})
