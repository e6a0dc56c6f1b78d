import { AppError } from '../../platform/errors.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import type { NewRow } from './insert-queries.ts'
import type { ChangedRow } from './update-queries.ts'

export function mayNotChangeOwner(): AppError {
  return new AppError(
    'INSUFFICIENT_PERMISSIONS',
    "Giving a record to somebody else needs the 'admin' scope.",
    { required: 'admin', field: 'owner_id' },
  )
}

/** Only a caller who sees all rows may create them for somebody else. */
function requireOwnOwner({ principal }: Caller, row: Row): void {
  const owner = row['owner_id']
  if (owner === undefined || owner === principal.userId || principal.seesAllRows) return
  throw mayNotChangeOwner()
}

export async function toNewRow(
  caller: Caller,
  declaration: Declaration,
  body: Row,
  idx = 0,
): Promise<NewRow> {
  const { context, principal } = caller
  const row = await declaration.prepare(caller, body, { kind: 'create' })
  requireOwnOwner(caller, row)
  return {
    owner_id: principal.userId,
    ...row,
    idx,
    id: context.newId(),
    event_id: context.newId(),
  }
}

export async function toChangedRow(
  caller: Caller,
  declaration: Declaration,
  target: { readonly id: string; readonly idx?: number },
  body: Row,
): Promise<ChangedRow> {
  const { context } = caller
  const row = await declaration.prepare(caller, body, { kind: 'update', id: target.id })
  const moments = declaration.momentsOfUpdate.map(
    (_, index) => [`event_id_${index}`, context.newId()] as const,
  )
  return {
    ...row,
    ...Object.fromEntries(moments),
    idx: target.idx ?? 0,
    id: target.id,
    event_id: context.newId(),
  }
}
