import { AppError } from '../../platform/errors.ts'
import type { Caller, Declaration, Row } from './declaration.ts'
import type { NewRow } from './insert-queries.ts'
import type { ChangedRow } from './update-queries.ts'

/** Only a caller who sees all rows may give one to somebody else. */
export function isGivenAway({ principal }: Caller, row: Row): boolean {
  const owner = row['owner_id']
  return owner !== undefined && owner !== principal.userId && !principal.seesAllRows
}

export function mayNotGiveAway(): AppError {
  return new AppError(
    'INSUFFICIENT_PERMISSIONS',
    "Giving a record to somebody else needs the 'admin' scope.",
    { required: 'admin', field: 'owner_id' },
  )
}

export async function toNewRow(
  caller: Caller,
  declaration: Declaration,
  body: Row,
  idx = 0,
): Promise<NewRow> {
  const { context, principal } = caller
  const row = await declaration.prepare(caller, body, { kind: 'create' })
  if (isGivenAway(caller, row)) throw mayNotGiveAway()
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
