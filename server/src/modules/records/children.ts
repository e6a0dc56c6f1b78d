import type { Children } from './declaration.ts'

/**
 * CTEs that replace the rows of a child table by the list that was sent with the row. A list that
 * was not sent leaves them alone. `written` must carry the list under the field's name.
 */
export function childrenSql({
  field,
  table,
  parent,
  columns,
  derived = {},
  defaults = {},
}: Children): string {
  const names = Object.keys(columns)
  const input = names.map((name) => `${name} ${columns[name]}`).join(', ')
  const values = names.map((name) => {
    const literal = defaults[name]
    return literal === undefined ? `c.${name}` : `coalesce(c.${name}, ${literal})`
  })
  const targets = [...names, ...Object.keys(derived)]
  return `, ${field}_gone as (
       delete from ${table} d using input i join written r on r.id = i.id
       where i.${field} is not null and d.workspace_id = $1 and d.${parent} = i.id
     ), ${field}_added as (
       insert into ${table} (workspace_id, ${parent}, position, ${targets.join(', ')})
       select $1::uuid, r.id, row_number() over (partition by r.id), ${[...values, ...Object.values(derived)].join(', ')}
       from written r join input i on i.id = r.id
       cross join lateral json_to_recordset(i.${field}) as c(${input})
     )`
}
