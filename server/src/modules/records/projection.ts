import type { Declaration, Expression } from './declaration.ts'
import { invalid } from '../../platform/errors.ts'

/**
 * In an expression, after the condition of a subquery over rows `alias` of another table: leaves
 * only rows that the caller may see. Unless {@link projection} is told of a caller, all are.
 */
export function visible(alias: string): Expression {
  return `/*visible ${alias}*/`
}

/**
 * `select` list for the chosen fields; the id is always among them. `user` is the parameter that
 * holds the id of a caller who sees only their own rows.
 */
export function projection(fields: Readonly<Record<string, Expression>>, user?: string): string {
  const list = Object.entries(fields)
    .map(([name, sql]) => `${sql} as "${name}"`)
    .join(', ')
  if (user === undefined) return list
  return list.replace(
    /\/\*visible (\w+)\*\//g,
    (_, alias: string) => `and ${alias}.owner_id = ${user}`,
  )
}

export function requireKnownFields(
  { resource }: Declaration,
  available: Readonly<Record<string, Expression>>,
  { fields }: Chosen,
): void {
  const unknown = fields?.find((field) => !Object.hasOwn(available, field))
  if (unknown === undefined) return
  throw invalid('fields', `Field 'fields' names '${unknown}', which no ${resource.name} has`)
}

export type Chosen = {
  readonly fields?: readonly string[] | undefined
  readonly include?: readonly string[] | undefined
}

/** The fields of a reply: all or the chosen ones, and what was asked to be included. */
export function chosenFields(
  declaration: Declaration,
  available: Readonly<Record<string, Expression>>,
  { fields, include }: Chosen,
): Record<string, Expression> {
  const wanted = new Set(fields ?? Object.keys(available))
  wanted.add('id')
  const chosen = Object.entries(available).filter(([name]) => wanted.has(name))
  const included = (include ?? []).flatMap((name) => {
    const sql = declaration.includes[name]
    return sql === undefined ? [] : [[name, sql] as const]
  })
  return Object.fromEntries([...chosen, ...included])
}
