import { createHash } from 'node:crypto'

/**
 * SQL that is parsed and planned once per connection and then run by name. Unnamed statements were
 * measured at 2.4 times the CPU (docs/architecture.md).
 */
export type Statement = {
  /** Undefined for one that is not worth preparing; see statement-cache.ts. */
  readonly name: string | undefined
  readonly text: string
}

/** `label` makes the statement readable in pg_stat_statements and logs; the digest keeps it unique. */
export function statement(label: string, text: string): Statement & { readonly name: string } {
  const digest = createHash('sha256').update(text).digest('base64url').slice(0, 12)
  return { name: `${label.slice(0, 40)}_${digest}`, text }
}
