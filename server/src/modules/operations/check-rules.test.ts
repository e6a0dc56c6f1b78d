import { expect, test } from 'vitest'
import { judge, type Measured } from './check-rules.ts'

const well: Measured = {
  databaseOk: true,
  databaseMs: 3,
  migrationsOk: true,
  eventLagS: 0,
  failedJobs: 0,
  deadNodes: 0,
  freeShare: 0.4,
  freeBytes: 1e9,
}

const wrongIn = (changes: Partial<Measured>) =>
  judge({ ...well, ...changes })
    .filter(({ ok }) => !ok)
    .map(({ name }) => name)

test.each<[string, Partial<Measured>, string[]]>([
  ['nothing is wrong', {}, []],
  ['the database is away', { databaseOk: false }, ['database']],
  ['events wait for more than a minute', { eventLagS: 61 }, ['events']],
  ['a job has used up its tries', { failedJobs: 1 }, ['jobs']],
  ['a process died', { deadNodes: 1 }, ['nodes']],
  ['a small disk is nearly full', { freeShare: 0.04 }, ['disk']],
  ['a large disk is as full, and has room', { freeShare: 0.04, freeBytes: 1e11 }, []],
])('%s', (_name, changes, wrong) => {
  expect(wrongIn(changes)).toEqual(wrong)
})
