import type { Reference } from './declaration.ts'

/** Over input row `i`: every reference that it has points to a row of the workspace. */
export function referencesHold(references: readonly Reference[]): string {
  if (references.length === 0) return 'true'
  return references
    .map((reference) => `(i.${reference.column} is null or ${targetExists(reference)})`)
    .join(' and ')
}

export function targetExists({ column, table, key = 'id', softDeleted }: Reference): string {
  const alive = softDeleted ? ' and x.deleted_at is null' : ''
  return `exists (select 1 from ${table} x
    where x.workspace_id = $1 and x.${key} = i.${column}${alive})`
}
