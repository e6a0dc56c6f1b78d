import type { Reference } from './declaration.ts'

/** Over input row `i`: every reference that it has points to a row of the workspace. */
export function referencesHold(references: readonly Reference[]): string {
  return allHold(references, () => '')
}

/**
 * The same for changes of row `r`. What it already points to may stay, even if that was deleted
 * meanwhile: whoever sends back a record as it was read has not chosen it.
 */
export function changedReferencesHold(references: readonly Reference[]): string {
  return allHold(references, ({ column }) => ` or i.${column} = r.${column}`)
}

function allHold(references: readonly Reference[], or: (reference: Reference) => string): string {
  if (references.length === 0) return 'true'
  return references
    .map((reference) => {
      return `(i.${reference.column} is null${or(reference)} or ${targetExists(reference)})`
    })
    .join(' and ')
}

export function targetExists({ column, table, key = 'id', softDeleted }: Reference): string {
  const alive = softDeleted ? ' and x.deleted_at is null' : ''
  return `exists (select 1 from ${table} x
    where x.workspace_id = $1 and x.${key} = i.${column}${alive})`
}
