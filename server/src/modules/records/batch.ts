import type { BatchResult } from '@parley/contract'
import { mayDo } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import type { Item, Run } from './batch-run.ts'
import { writeChanges, writeCreations, writeDeletions } from './batch-writes.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import { changedMeanwhile, isDeadlock } from './refusals.ts'
import { upsert } from './upsert.ts'

export type Batch = {
  readonly operation: 'create' | 'update' | 'upsert' | 'delete'
  readonly by?: string | undefined
  readonly atomic?: boolean | undefined
  readonly dry_run?: boolean | undefined
  readonly records: readonly Row[]
}

/** Undoes a transaction that was only to show what it would do. */
class DryRun extends Error {
  readonly results: BatchResult[]

  constructor(results: BatchResult[]) {
    super('A dry run is undone.')
    this.results = results
  }
}

async function undone(work: () => Promise<BatchResult[]>): Promise<BatchResult[]> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DryRun) return error.results
    throw error
  }
}

/** PostgreSQL ends one of two transactions that wait for each other; it is run again. */
const maxAttempts = 4

/** Writes many records in one transaction; a row that fails is reported and spoils no other. */
export async function runBatch(
  caller: Caller,
  declaration: Declaration,
  batch: Batch,
): Promise<BatchResult[]> {
  const { context } = caller
  if (batch.operation === 'delete') requireDelete(caller, declaration)
  const items = batch.records.map((row, index) => ({ index, row }))
  const write = () =>
    context.db.transaction(async (tx) => {
      const run: Run = { tx, caller, declaration, results: new Map() }
      await writeItems(run, batch, items)
      const ordered = items.map(({ index }) => run.results.get(index) ?? unanswered(index))
      if (batch.atomic) requireAllWritten(ordered)
      if (batch.dry_run) throw new DryRun(ordered)
      return ordered
    })
  if (batch.dry_run) return undone(() => retryingDeadlocks(write))
  const results = await retryingDeadlocks(write)
  if (results.some(({ status }) => status !== 'failed')) context.wakeRelay()
  return results
}

/** Rows are locked in one order, but not across several statements: two batches can still meet. */
async function retryingDeadlocks<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!isDeadlock(error)) throw error
      if (attempt === maxAttempts) throw changedMeanwhile()
    }
  }
}

async function writeItems(run: Run, batch: Batch, items: readonly Item[]): Promise<void> {
  switch (batch.operation) {
    case 'create':
      return writeCreations(run, items)
    case 'update':
      return writeChanges(run, items)
    case 'delete':
      return writeDeletions(run, items)
    case 'upsert':
      return upsert(run, batch.by, items)
  }
}

function requireDelete({ principal }: Caller, { resource }: Declaration): void {
  if (mayDo(principal, 'delete', resource.plural)) return
  throw new AppError('INSUFFICIENT_PERMISSIONS', "This needs the 'delete' permission.", {
    required: 'delete',
  })
}

function requireAllWritten(results: readonly BatchResult[]): void {
  const failed = results.filter(({ status }) => status === 'failed')
  if (failed.length === 0) return
  throw new AppError(
    'BATCH_ROLLED_BACK',
    `${failed.length} of ${results.length} rows failed, so none was written.`,
    { failed: failed.slice(0, 100) },
  )
}

function unanswered(index: number): never {
  throw new Error(`Row ${index} of a batch has no result.`)
}
