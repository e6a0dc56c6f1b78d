import type { Children } from './declaration.ts'

/** A CTE that adds the rows of a child table which were sent with new rows. */
export function newChildrenSql(child: Children): string {
  return addedSql(child, 'written')
}

/**
 * CTEs that replace the rows of a child table by the list that was sent with the row, where that is
 * another list. `<field>_changed` has the rows where it is, and their former list.
 */
export function changedChildrenSql(child: Children): string {
  const { field, table, parent, columns } = child
  const former = `(select coalesce(json_agg(x), '[]'::json) from (
    select ${Object.keys(columns).join(', ')} from ${table} d
    where d.workspace_id = $1 and d.${parent} = i.id order by d.position) x)`
  const sent = `(select coalesce(json_agg(x), '[]'::json) from (
    select ${sentValues(child).join(', ')} from ${sentRows(child)}) x)`
  return `, ${field}_changed as materialized (
       select i.id, lists.former from input i join written r on r.id = i.id
       cross join lateral (select ${former} as former, ${sent} as sent) lists
       where lists.former::jsonb <> lists.sent::jsonb
     ), ${field}_gone as (
       delete from ${table} d using ${field}_changed x
       where d.workspace_id = $1 and d.${parent} = x.id
     )${addedSql(child, `${field}_changed`)}`
}

/** `rows` are those whose children are to be written, with their id. */
function addedSql(child: Children, rows: string): string {
  const { field, table, parent, columns, derived = {} } = child
  const targets = [...Object.keys(columns), ...Object.keys(derived)]
  const values = [...sentValues(child), ...Object.values(derived)]
  return `, ${field}_added as (
       insert into ${table} (workspace_id, ${parent}, position, ${targets.join(', ')})
       select $1::uuid, r.id, c.position, ${values.join(', ')}
       from ${rows} r join input i on i.id = r.id
       cross join lateral ${sentRows(child)}
     )`
}

/** The list of input row `i` as rows `c`, in its order. */
function sentRows({ field, columns }: Children): string {
  const names = Object.keys(columns)
  const input = names.map((name) => `${name} ${columns[name]}`).join(', ')
  return `rows from (json_to_recordset(i.${field}) as (${input})) with ordinality
       as c(${names.join(', ')}, position)`
}

function sentValues({ columns, defaults = {} }: Children): string[] {
  return Object.keys(columns).map((name) => {
    const literal = defaults[name]
    return literal === undefined ? `c.${name}` : `coalesce(c.${name}, ${literal}) as ${name}`
  })
}
