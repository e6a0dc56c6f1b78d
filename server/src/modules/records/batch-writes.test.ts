import { expect, test } from 'vitest'
import { batch, outcomes, type Result } from '../../../test/batch.ts'
import { least, make, nobody, paths, rowsOf, valuesOf } from '../../../test/crm.ts'
import { eventually } from '../../../test/eventually.ts'
import { startTestApp, type TestApp } from '../../../test/test-app.ts'

/** Wishes of clients for the same rows, each in an order of its own. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, rank: (index * 7919 + seed * 104_729) % 1_009 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

test('concurrent batches over the same rows all succeed, whatever their order', async () => {
  await using app = await startTestApp()
  const records = Array.from({ length: 100 }, (_, n) => least.contacts(n))
  const made = await batch(app, 'contacts', { operation: 'create', records })
  const ids = made.map(({ id }) => id)
  const updates = Array.from({ length: 8 }, (_, seed) => {
    const changes = shuffled(ids, seed).map((id, n) => ({
      id,
      ...(n % 2 ? { title: `T${seed}` } : { last_name: `L${seed}` }),
    }))
    return batch(app, 'contacts', { operation: 'update', records: changes })
  })
  const results = (await Promise.all(updates)).flat()
  expect(new Set(outcomes(results))).toEqual(new Set(['updated']))
  const deletions = await Promise.all(
    Array.from({ length: 4 }, (_, seed) =>
      batch(app, 'contacts', {
        operation: 'delete',
        records: shuffled(ids, seed).map((id) => ({ id })),
      }),
    ),
  )
  expect(deletions.flat().filter(({ status }) => status === 'deleted')).toHaveLength(100)
  expect((await app.call('GET', paths.contacts)).body.count).toBe(0)
})

test('concurrent batches that create the same e-mails make each once and refuse the others', async () => {
  await using app = await startTestApp()
  const records = Array.from({ length: 60 }, (_, n) => least.contacts(n))
  const results: Result[] = (
    await Promise.all(
      Array.from({ length: 6 }, (_, seed) =>
        batch(app, 'contacts', { operation: 'create', records: shuffled(records, seed) }),
      ),
    )
  ).flat()
  const created = outcomes(results).filter((outcome) => outcome === 'created')
  expect(created).toHaveLength(60)
  expect(new Set(outcomes(results))).toEqual(new Set(['created', 'DUPLICATE_EMAIL']))
  expect((await app.call('GET', paths.contacts)).body.count).toBe(60)
})

test('a batch that PostgreSQL ends because of a deadlock is run again', async () => {
  await using app = await startTestApp()
  const first = await make(app, 'contacts')
  const last = await make(app, 'contacts')
  const touch = 'update contact set updated_at = now() where id = $1'
  const other = await app.db.pool.connect()
  try {
    await other.query('begin')
    await other.query(touch, [last.id])
    const records = [first, last].map(({ id }) => ({ id, title: 'Batch' }))
    const running = batch(app, 'contacts', { operation: 'update', records })
    await eventually(
      () => waitingForLocks(app),
      (waiting) => waiting === 1,
    )
    // Now each waits for the other; the batch, which waited first, is ended after a second.
    await other.query(touch, [first.id])
    await other.query('commit')
    expect(outcomes(await running)).toEqual(['updated', 'updated'])
  } finally {
    other.release()
  }
  expect(await valuesOf(app, 'contacts', 'title', {})).toEqual(['Batch', 'Batch'])
})

test('one bad row among many that one statement would write spoils no other', async () => {
  await using app = await startTestApp()
  await make(app, 'meetings', { share_id: 'taken' })
  const targets = await batch(app, 'meetings', {
    operation: 'create',
    records: Array.from({ length: 5 }, (_, n) => ({ title: `M${n}` })),
  })
  const records = targets.map(({ id }, n) => ({ id, share_id: n === 2 ? 'taken' : `s${n}` }))
  const results = await batch(app, 'meetings', { operation: 'update', records })
  expect(outcomes(results)).toEqual([
    'updated',
    'updated',
    'DUPLICATE_RECORDING',
    'updated',
    'updated',
  ])
  const dangling = targets.map(({ id }, n) => ({ id, deal_id: n === 3 ? nobody : null }))
  expect(
    outcomes(await batch(app, 'meetings', { operation: 'update', records: dangling })),
  ).toEqual(['updated', 'updated', 'updated', 'VALIDATION_ERROR', 'updated'])
})

test('names of other clients are understood in batches too', async () => {
  await using app = await startTestApp()
  const results = await batch(app, 'deals', {
    operation: 'create',
    records: [
      { name: 'A', value: 1, close_date: '2025-01-01', stage: 'proposal', priority: 'urgent' },
      { name: 'B', value: 1, close_date: '2025-01-01', stage: 'nowhere' },
      { name: 'a', value: 1, close_date: '2025-01-01' },
    ],
  })
  expect(outcomes(results)).toEqual(['created', 'VALIDATION_ERROR', 'DUPLICATE_NAME'])
  expect(await rowsOf(app, 'deals')).toMatchObject([
    { title: 'A', stage: 'opportunity', priority: 'critical' },
  ])
  const { id } = results[0] ?? {}
  const moved = await batch(app, 'deals', {
    operation: 'update',
    records: [
      { id, stage: 'won' },
      { id, stage_id: 'lost' },
    ],
  })
  expect(outcomes(moved)).toEqual(['updated', 'updated'])
  const { body } = await app.call('GET', `${paths.deals}/${id}`)
  expect(body.data).toMatchObject({
    status: 'lost',
    stage_history: [
      { to_stage: 'opportunity' },
      { from_stage: 'opportunity', to_stage: 'signed' },
      { from_stage: 'signed', to_stage: 'lost' },
    ],
  })
})

async function waitingForLocks(app: TestApp): Promise<number> {
  const { rowCount } = await app.db.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  )
  return rowCount ?? 0
}
