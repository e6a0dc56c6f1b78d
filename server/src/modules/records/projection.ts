import type { Declaration, Expression } from './declaration.ts'

/** `select` list for the chosen fields; the id is always among them. */
export function projection(fields: Readonly<Record<string, Expression>>): string {
  return Object.entries(fields)
    .map(([name, sql]) => `${sql} as "${name}"`)
    .join(', ')
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
