import type { BatchResult } from '@parley/contract'
import { z } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { refusalOf, withoutAliases } from '../../platform/validate.ts'
import type { Item, Run } from './batch-run.ts'
import type { Row } from './declaration.ts'
import { deleteRows } from './delete-queries.ts'
import { lockRows } from './lock-queries.ts'
import { insertDistinctRows, insertRows, type NewRow, type Written } from './insert-queries.ts'
import { toChangedRow, toNewRow } from './prepare.ts'
import { requireChange, whyNotChanged, whyNotDeleted } from './records.ts'
import { isClash, isDeadlock, refusalOfConstraint, whyNotWritten } from './refusals.ts'
import { savepoint } from './savepoint-queries.ts'
import { type ChangedRow, sentFields, updateRows } from './update-queries.ts'

const Target = z.object({ id: z.uuid('must be a UUID.') })

export async function writeCreations(run: Run, items: readonly Item[]): Promise<void> {
  const { caller, declaration } = run
  const rows: NewRow[] = []
  for (const { index, row } of items) {
    await reporting(run, index, async () => {
      rows.push(await toNewRow(caller, declaration, parse(run, 'create', row), index))
    })
  }
  await writeTogether(run, 'created', inOrderOfUniques(run, rows), (some) => insertAll(run, some))
}

/** Most batches clash with nothing; one that does is written again with its clashing rows left out. */
async function insertAll(
  { tx, caller, declaration }: Run,
  rows: readonly NewRow[],
): Promise<Written[]> {
  if (rows.length > 1) {
    try {
      return await savepoint(tx, () => insertDistinctRows(tx, declaration, caller.principal, rows))
    } catch (error) {
      if (!isClash(error)) throw error
    }
  }
  return insertRows(tx, declaration, caller.principal, rows)
}

export async function writeChanges(run: Run, items: readonly Item[]): Promise<void> {
  const { tx, caller, declaration } = run
  const rows: ChangedRow[] = []
  for (const { index, row } of items) {
    await reporting(run, index, async () => {
      const { id } = parseWith(Target, row)
      const target = { id: id.toLowerCase(), idx: index }
      const changed = await toChangedRow(caller, declaration, target, parse(run, 'update', row))
      requireChange(declaration, changed)
      rows.push(changed)
    })
  }
  await lockRows(tx, declaration, caller.principal.workspaceId, rows)
  for (const group of inGroups(rows, (row) => sentFields(declaration, row).join())) {
    await writeTogether(run, 'updated', group, (some) =>
      updateRows(tx, declaration, caller.principal, some),
    )
  }
}

export async function writeDeletions(run: Run, items: readonly Item[]): Promise<void> {
  const { tx, caller, declaration, results } = run
  const rows: { idx: number; id: string; event_id: string }[] = []
  for (const { index, row } of items) {
    await reporting(run, index, async () => {
      const { id } = parseWith(Target, row)
      rows.push({ idx: index, id: id.toLowerCase(), event_id: caller.context.newId() })
    })
  }
  await lockRows(tx, declaration, caller.principal.workspaceId, rows)
  for (const group of inGroups(rows, () => '')) {
    const written = await deleteRows(tx, declaration, caller.principal, group)
    for (const { idx, id } of written) results.set(idx, { index: idx, status: 'deleted', id })
    for (const { idx, id } of group) {
      if (results.has(idx)) continue
      results.set(idx, failure(idx, await whyNotDeleted(tx, caller, declaration, id)))
    }
  }
}

/**
 * Groups rows that one statement can write: alike by `alike`, and no id twice. Rows with the same id
 * come in the order they were sent.
 */
function inGroups<R extends { readonly id: string }>(
  rows: readonly R[],
  alike: (row: R) => string,
): R[][] {
  const groups = new Map<string, { occurrence: number; rows: R[] }>()
  const seen = new Map<string, number>()
  for (const row of rows) {
    const occurrence = seen.get(row.id) ?? 0
    seen.set(row.id, occurrence + 1)
    const key = `${occurrence} ${alike(row)}`
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { occurrence, rows: [row] })
  }
  return [...groups.values()].sort((a, b) => a.occurrence - b.occurrence).map((group) => group.rows)
}

/**
 * Two batches that create the same e-mails in another order would wait for each other. Rows alike
 * stay in the order they were sent: the first one wins.
 */
function inOrderOfUniques({ declaration }: Run, rows: readonly NewRow[]): NewRow[] {
  const fields = declaration.uniques.map(({ field }) => field)
  const keyOf = (row: NewRow) =>
    fields.map((field) => JSON.stringify(row[field] ?? '').toLowerCase()).join(' ')
  const keyed = rows.map((row) => ({ row, key: keyOf(row) }))
  keyed.sort((a, b) => (a.key === b.key ? a.row.idx - b.row.idx : a.key < b.key ? -1 : 1))
  return keyed.map(({ row }) => row)
}

/** Writes all rows by one statement; if that clashes, one by one, so that only bad ones fail. */
async function writeTogether<R extends NewRow | ChangedRow>(
  run: Run,
  status: 'created' | 'updated',
  rows: readonly R[],
  write: (rows: readonly R[]) => Promise<Written[]>,
): Promise<void> {
  const { tx, declaration, results } = run
  if (rows.length === 0) return
  const written = await savepoint(tx, () => write(rows)).catch((error: unknown) => {
    const refusal = isDeadlock(error) ? undefined : refusalOfConstraint(declaration, error)
    if (!refusal) throw error
    return refusal
  })
  if (written instanceof AppError)
    return refuseOrSplit(run, status, rows, { refusal: written, write })
  for (const { idx, id } of written) results.set(idx, { index: idx, status, id })
  for (const row of rows) {
    if (!results.has(row.idx))
      results.set(row.idx, failure(row.idx, await whyLeftOut(run, status, row)))
  }
}

async function refuseOrSplit<R extends NewRow | ChangedRow>(
  run: Run,
  status: 'created' | 'updated',
  rows: readonly R[],
  { refusal, write }: { refusal: AppError; write: (rows: readonly R[]) => Promise<Written[]> },
): Promise<void> {
  const [only] = rows
  if (only && rows.length === 1) {
    run.results.set(only.idx, failure(only.idx, refusal))
    return
  }
  for (const row of rows) await writeTogether(run, status, [row], write)
}

function whyLeftOut(
  { tx, caller, declaration }: Run,
  status: 'created' | 'updated',
  row: NewRow | ChangedRow,
): Promise<AppError> {
  return status === 'updated'
    ? whyNotChanged(tx, caller, declaration, row)
    : whyNotWritten(tx, caller, declaration, row)
}

/** Runs one row's own steps; its refusal becomes its result. */
async function reporting(run: Run, index: number, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    run.results.set(index, failure(index, error))
  }
}

function parse({ declaration }: Run, kind: 'create' | 'update', row: Row): Row {
  const { resource } = declaration
  return parseWith(resource[kind], withoutAliases(row, resource.aliases ?? {})) as Row
}

function parseWith<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (!result.success) throw refusalOf(result.error)
  return result.data
}

function failure(index: number, refusal: AppError): BatchResult {
  return {
    index,
    status: 'failed',
    id: null,
    error: refusal.message,
    code: refusal.code,
    ...(refusal.details !== undefined && { details: refusal.details }),
  }
}
