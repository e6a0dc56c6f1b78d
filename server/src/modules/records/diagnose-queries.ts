import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import { type Declaration, isOurs, type Reference, type Row, type Unique } from './declaration.ts'
import { targetExists } from './references.ts'

export type Diagnosis = {
  /** References whose target does not exist here. */
  readonly missing: readonly Reference[]
  readonly clash: { readonly unique: Unique; readonly existingId: string } | undefined
}

/** Why a row could not be written, looked up after the fact so that the usual case costs nothing. */
export async function diagnose(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  row: Row,
): Promise<Diagnosis> {
  const { references, uniques, columns, table, resource } = declaration
  const input = ['id uuid', ...Object.entries(columns).map(([name, type]) => `${name} ${type}`)]
  if (!columns['owner_id']) input.push('owner_id uuid')
  const checks = [
    'true as looked',
    ...references.map(
      (reference, index) =>
        `(i.${reference.column} is null or ${targetExists(reference)} or exists (select 1
          from ${table} r where r.workspace_id = $1 and r.id = i.id
            and r.${reference.column} = i.${reference.column})) as reference_${index}`,
    ),
    ...uniques.map(
      ({ clash }, index) => `(select r.id from ${table} r where r.workspace_id = $1
        and r.deleted_at is null${isOurs(declaration)} and r.id is distinct from i.id
        and ${clash} limit 1) as unique_${index}`,
    ),
  ]
  const query = statement(
    `diagnose_${resource.plural}`,
    `select ${checks.join(', ')} from json_to_record($2::json) as i(${input.join(', ')})`,
  )
  const [found = {}] = await executor.run<Record<string, unknown>>(query, [
    principal.workspaceId,
    JSON.stringify(row),
  ])
  const index = uniques.findIndex((_, position) => found[`unique_${position}`] != null)
  const unique = uniques[index]
  return {
    missing: references.filter((_, position) => found[`reference_${position}`] === false),
    clash: unique && { unique, existingId: String(found[`unique_${index}`]) },
  }
}
