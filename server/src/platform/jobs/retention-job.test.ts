import { expect, test } from 'vitest'
import { retentionJob } from './retention-job.ts'

test('a retention job deletes batch by batch what is older than it keeps', async () => {
  const asked: string[] = []
  const batches = [100, 100, 3, 0]
  const purge = retentionJob({
    name: 'purge-things',
    schedule: '0 3 * * *',
    keepDays: 30,
    async purge(_context: { now: () => Date }, before) {
      asked.push(before.toISOString())
      return batches.shift() ?? 0
    },
  })
  const context = { now: () => new Date('2026-03-31T12:00:00Z') }
  await purge.handle(context, {}, { signal: new AbortController().signal, attempt: 1 })
  expect(asked).toEqual(Array.from({ length: 4 }, () => '2026-03-01T12:00:00.000Z'))
})

test('a retention job stops between batches when the process wants to stop', async () => {
  const purge = retentionJob({
    name: 'purge-things',
    schedule: '0 3 * * *',
    keepDays: 1,
    purge: async (_context: { now: () => Date }) => 1,
  })
  const run = { signal: AbortSignal.abort(new Error('stopping')), attempt: 1 }
  await expect(purge.handle({ now: () => new Date() }, {}, run)).rejects.toThrow('stopping')
})
