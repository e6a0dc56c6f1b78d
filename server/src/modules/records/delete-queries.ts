import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import { type Statement, statement } from '../../platform/db/statement.ts'
import { type Declaration, isOurs } from './declaration.ts'
import type { Written } from './insert-queries.ts'
import { projection } from './projection.ts'

export type DeletedRow = { readonly idx: number; readonly id: string; readonly event_id: string }

const statements = new Map<string, Statement>()

/** Marks rows deleted, unless other rows depend on them; answers those it marked. */
export function deleteRows(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  rows: readonly DeletedRow[],
): Promise<Written[]> {
  return mark(executor, principal, rows, markStatement(declaration, principal, 'deleted'))
}

/** Undoes a deletion; fails with a unique clash when the e-mail or name is taken by now. */
export function restoreRows(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  rows: readonly DeletedRow[],
): Promise<Written[]> {
  return mark(executor, principal, rows, markStatement(declaration, principal, 'restored'))
}

function mark(
  executor: Pick<Executor, 'run'>,
  { workspaceId, userId }: Principal,
  rows: readonly DeletedRow[],
  query: Statement,
): Promise<Written[]> {
  return executor.run<Written>(query, [workspaceId, JSON.stringify(rows), userId])
}

function markStatement(
  declaration: Declaration,
  { seesAllRows }: Principal,
  what: 'deleted' | 'restored',
): Statement {
  const { resource, table, associations, createdAs = 'created' } = declaration
  const key = `${resource.plural} ${seesAllRows} ${what}`
  const known = statements.get(key)
  if (known) return known
  const own = seesAllRows ? 'and $3::uuid is not null' : `and ${declaration.ownership('$3')}`
  const deleting = what === 'deleted'
  const free = deleting ? Object.values(associations).map((sql) => ` and ${sql} = 0`) : []
  const event = deleting ? `${resource.name}.deleted` : `${resource.name}.${createdAs}`
  const made = statement(
    `${what}_${resource.plural}`,
    `with input as materialized (
       select * from json_to_recordset($2::json) as i(idx int, id uuid, event_id uuid)
     ), written as (
       update ${table} r set deleted_at = ${deleting ? 'now()' : 'null'}
       from input i
       where r.workspace_id = $1 and r.id = i.id${isOurs(declaration)} ${own}
         and r.deleted_at is ${deleting ? 'null' : 'not null'}${free.join('')}
       returning i.idx, i.event_id, r.*
     ), shown as materialized (
       select r.idx, r.event_id, r.id, row_to_json(shown)::text as json
       from written r ${declaration.joins}
       cross join lateral (select ${projection(declaration.shown)}) shown
     ), counted as (
       insert into tally (workspace_id, resource, delta)
       select $1::uuid, '${resource.name}', ${deleting ? '-' : ''}count(*)
       from written having count(*) > 0
     ), announced as (
       insert into event (workspace_id, id, name, subject_type, subject_id, actor_user_id, payload)
       select $1::uuid, event_id, '${event}', '${resource.name}', id, $3::uuid,
         left(json, -1) || ',"${what}":true}'
       from shown order by idx
     )
     select idx, id, json from shown order by idx`,
  )
  statements.set(key, made)
  return made
}

/** How many rows of each kind forbid deletion; undefined when the caller may not know the row. */
export async function countAssociations(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  id: string,
): Promise<Record<string, number> | undefined> {
  const entries = Object.entries(declaration.associations)
  const counts = entries.map(([name, sql]) => `${sql} as "${name}"`).join(', ')
  const own = principal.seesAllRows
    ? 'and $3::uuid is not null'
    : `and ${declaration.ownership('$3')}`
  const query = statement(
    `associations_${declaration.resource.plural}`,
    `select ${counts || 'true as known'} from ${declaration.table} r
     where r.workspace_id = $1 and r.id = $2 and r.deleted_at is null${isOurs(declaration)} ${own}`,
  )
  const values = [principal.workspaceId, id, principal.userId]
  const [row] = await executor.run<Record<string, number>>(query, values)
  return row
}
