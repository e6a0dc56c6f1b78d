import type { Executor } from '../../platform/db/database.ts'
import { AppError } from '../../platform/errors.ts'
import { RawJson } from '../../platform/raw-json.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import { countAssociations, deleteRows, restoreRows } from './delete-queries.ts'
import { selectOne } from './get-queries.ts'
import { insertRows } from './insert-queries.ts'
import { mayNotChangeOwner, toChangedRow, toNewRow } from './prepare.ts'
import { type Chosen, requireKnownFields } from './projection.ts'
import { notFound, refusingClashes, whyNotWritten } from './refusals.ts'
import { type ChangedRow, sentFields, updateRows } from './update-queries.ts'

/** `{data: <record>, error: null}` around a record that PostgreSQL wrote as JSON. */
function dataReply(json: string | null): RawJson {
  if (json === null) throw new Error('One record was written, and not shown.')
  return new RawJson(`{"data":${json},"error":null}`)
}

export async function getRecord(
  { context, principal }: Caller,
  declaration: Declaration,
  wanted: { readonly id: string } & Chosen,
): Promise<RawJson> {
  requireKnownFields(declaration, { ...declaration.shown, ...declaration.detail }, wanted)
  const json = await selectOne(context.db.read, declaration, principal, wanted)
  if (json === undefined) throw notFound(declaration)
  return dataReply(json)
}

export async function createRecord(
  caller: Caller,
  declaration: Declaration,
  body: Row,
): Promise<RawJson> {
  const { context, principal } = caller
  const row = await toNewRow(caller, declaration, body)
  const [written] = await refusingClashes(declaration, () =>
    insertRows(context.db, declaration, principal, [row]),
  )
  if (!written) throw await whyNotWritten(context.db, caller, declaration, row)
  context.wakeRelay()
  return dataReply(written.json)
}

export async function updateRecord(
  caller: Caller,
  declaration: Declaration,
  id: string,
  body: Row,
): Promise<RawJson> {
  const { context, principal } = caller
  const row = await toChangedRow(caller, declaration, { id }, body)
  requireChange(declaration, row)
  const [written] = await refusingClashes(declaration, () =>
    updateRows(context.db, declaration, principal, [row]),
  )
  if (!written) throw await whyNotChanged(context.db, caller, declaration, row)
  context.wakeRelay()
  return dataReply(written.json)
}

/** Why a change was not made, once it was not. */
export async function whyNotChanged(
  executor: Pick<Executor, 'run'>,
  caller: Caller,
  declaration: Declaration,
  row: ChangedRow,
): Promise<AppError> {
  if (!(await isVisible(executor, caller, declaration, row.id))) return notFound(declaration)
  const refusal = await whyNotWritten(executor, caller, declaration, row)
  const changesOwner = row['owner_id'] !== undefined && !caller.principal.seesAllRows
  return changesOwner && refusal.code !== 'VALIDATION_ERROR' ? mayNotChangeOwner() : refusal
}

export function requireChange(declaration: Declaration, row: Row): void {
  if (sentFields(declaration, row).length > 0) return
  throw new AppError('VALIDATION_ERROR', 'The body has no field that could be changed.')
}

async function isVisible(
  executor: Pick<Executor, 'run'>,
  { principal }: Caller,
  declaration: Declaration,
  id: string,
): Promise<boolean> {
  const wanted = { id, fields: [] }
  return (await selectOne(executor.run, declaration, principal, wanted)) !== undefined
}

/** Refuses with not-found unless the caller may know of the record. */
export async function requireRecord(
  caller: Caller,
  declaration: Declaration,
  id: string,
): Promise<void> {
  if (!(await isVisible(caller.context.db, caller, declaration, id))) throw notFound(declaration)
}

export async function deleteRecord(
  caller: Caller,
  declaration: Declaration,
  id: string,
): Promise<RawJson> {
  const { context, principal } = caller
  const rows = [{ idx: 0, id, event_id: context.newId() }]
  const [written] = await deleteRows(context.db, declaration, principal, rows)
  if (!written) throw await whyNotDeleted(context.db, caller, declaration, id)
  context.wakeRelay()
  return dataReply(JSON.stringify({ id, deleted: true }))
}

export async function whyNotDeleted(
  executor: Pick<Executor, 'run'>,
  { principal }: Caller,
  declaration: Declaration,
  id: string,
): Promise<AppError> {
  const counts = await countAssociations(executor, declaration, principal, id)
  if (!counts) return notFound(declaration)
  const held = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  const { name } = declaration.resource
  const message = `This ${name} still has ${held.join(' and ')}; move or delete them first.`
  return new AppError('HAS_ASSOCIATIONS', message, counts)
}

export async function restoreRecord(
  caller: Caller,
  declaration: Declaration,
  id: string,
): Promise<RawJson> {
  const { context, principal } = caller
  const rows = [{ idx: 0, id, event_id: context.newId() }]
  const [written] = await refusingClashes(declaration, () =>
    restoreRows(context.db, declaration, principal, rows),
  )
  if (!written) {
    // Restoring what is not deleted changes nothing, so that a repeated request succeeds.
    const json = await selectOne(context.db.run, declaration, principal, {
      id,
      fields: Object.keys(declaration.shown),
    })
    if (json === undefined) throw notFound(declaration)
    return dataReply(json)
  }
  context.wakeRelay()
  return dataReply(written.json)
}
