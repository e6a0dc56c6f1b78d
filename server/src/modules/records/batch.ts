import type { BatchResult } from '@parley/contract'
import { mayDo } from '../../platform/access.ts'
import { AppError } from '../../platform/errors.ts'
import type { Item, Run } from './batch-run.ts'
import { writeChanges, writeCreations, writeDeletions } from './batch-writes.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import { findByKey } from './find-queries.ts'

export type Batch = {
  readonly operation: 'create' | 'update' | 'upsert' | 'delete'
  readonly by?: string | undefined
  readonly atomic?: boolean | undefined
  readonly records: readonly Row[]
}

/** Writes many records in one transaction; a row that fails is reported and spoils no other. */
export async function runBatch(
  caller: Caller,
  declaration: Declaration,
  batch: Batch,
): Promise<BatchResult[]> {
  const { context } = caller
  if (batch.operation === 'delete') requireDelete(caller, declaration)
  const items = batch.records.map((row, index) => ({ index, row }))
  const results = await context.db.transaction(async (tx) => {
    const run: Run = { tx, caller, declaration, results: new Map() }
    await writeItems(run, batch, items)
    const ordered = items.map(({ index }) => run.results.get(index) ?? unanswered(index))
    if (batch.atomic) requireAllWritten(ordered)
    return ordered
  })
  if (results.some(({ status }) => status !== 'failed')) context.wakeRelay()
  return results
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

/**
 * Rows whose key exists are changed, the others created. A key that stands twice in the request is
 * created first and changed after.
 */
async function upsert(run: Run, by: string | undefined, items: readonly Item[]): Promise<void> {
  const { declaration } = run
  const name = by ?? declaration.resource.upsertBy[0] ?? 'id'
  const key = declaration.upsertKeys[name]
  if (!key) return writeChanges(run, items)
  let waiting = items
  while (waiting.length > 0) {
    const wave = new Map<string, Item>()
    const keyless: Item[] = []
    const later: Item[] = []
    for (const item of waiting) {
      const value = key.of(item.row)
      if (value === undefined) keyless.push(item)
      else if (wave.has(value)) later.push(item)
      else wave.set(value, item)
    }
    const found = await findByKey(run.tx, declaration, run.caller.principal, {
      sql: key.sql,
      keys: [...wave.keys()],
    })
    const known = [...wave].flatMap(([value, { index, row }]) => {
      const id = found.get(value)
      return id === undefined ? [] : [{ index, row: { ...row, id } }]
    })
    const unknown = [...wave].flatMap(([value, item]) => (found.has(value) ? [] : [item]))
    await writeCreations(run, [...keyless, ...unknown])
    await writeChanges(run, known)
    waiting = later
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
