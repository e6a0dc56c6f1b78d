import type { Principal } from '../../platform/access.ts'
import type { Executor } from '../../platform/db/database.ts'
import type { Statement } from '../../platform/db/statement.ts'
import { StatementCache } from '../../platform/db/statement-cache.ts'
import { changedChildrenSql } from './children.ts'
import { type Children, type Declaration, isOurs, type Row } from './declaration.ts'
import { jsonOfOne, type Written } from './insert-queries.ts'
import { projection } from './projection.ts'
import { changedReferencesHold } from './references.ts'

/** The columns a change writes, with the ids of the events it may cause. */
export type ChangedRow = Row & {
  readonly idx: number
  readonly id: string
  readonly event_id: string
}

const statements = new StatementCache()

/**
 * Changes rows that all have the same columns in one statement, with their events, and answers
 * those written: rows the caller may not change, or whose references do not hold, are left out.
 * A clash with a unique index fails the whole statement.
 */
export async function updateRows(
  executor: Pick<Executor, 'run'>,
  declaration: Declaration,
  principal: Principal,
  rows: readonly ChangedRow[],
): Promise<Written[]> {
  const [first] = rows
  if (!first) return []
  const query = updateStatement(declaration, principal.seesAllRows, sentFields(declaration, first))
  const values = [principal.workspaceId, JSON.stringify(rows), principal.userId]
  return executor.run<Written>(query, values)
}

/** Which columns and child lists a change sends, in a stable order. */
export function sentFields({ columns, children }: Declaration, row: Row): string[] {
  const known = [...Object.keys(columns), ...children.map(({ field }) => field)]
  return known.filter((name) => row[name] !== undefined).sort()
}

function updateStatement(
  declaration: Declaration,
  seesAllRows: boolean,
  sent: readonly string[],
): Statement {
  const { plural } = declaration.resource
  const key = `${plural} ${seesAllRows} ${sent.join()}`
  return statements.get(`update_${plural}`, key, () => updateSql(declaration, seesAllRows, sent))
}

function updateSql(
  declaration: Declaration,
  seesAllRows: boolean,
  sent: readonly string[],
): string {
  const { resource, table, columns, children, derived } = declaration
  const written = sent.filter((name) => columns[name] !== undefined)
  const derivedNames = Object.keys(derived).filter(
    (name) => !written.includes(name) && derived[name]?.from.some((from) => written.includes(from)),
  )
  const sentChildren = children.filter(({ field }) => sent.includes(field))
  const next = (column: string) => (written.includes(column) ? `i.${column}` : `r.${column}`)
  const input = [
    'idx int, id uuid, event_id uuid',
    ...declaration.momentsOfUpdate.map((_, index) => `event_id_${index} uuid`),
    ...written.map((name) => `${name} ${columns[name]}`),
    ...sentChildren.map(({ field }) => `${field} json`),
  ]
  const sets = [
    ...written.map((name) => `${name} = i.${name}`),
    ...derivedNames.map((name) => `${name} = ${derived[name]?.update(next)}`),
  ]
  const references = declaration.references.filter(({ column }) => written.includes(column))
  const own = seesAllRows ? 'and $3::uuid is not null' : `and ${declaration.ownership('$3')}`
  // Only a caller who sees all rows may give one to somebody else.
  const keepsOwner =
    !seesAllRows && written.includes('owner_id') ? 'and i.owner_id = r.owner_id' : ''
  const changed = [...written, ...derivedNames]
  return `with input as materialized (
      select * from json_to_recordset($2::json) as i(${input.join(', ')})
    ), written as (
      update ${table} r set ${[...sets, 'updated_at = now()'].join(', ')}
      from input i
      where r.workspace_id = $1 and r.id = i.id and r.deleted_at is null${isOurs(declaration)} ${own}
        ${keepsOwner} and ${changedReferencesHold(references)}
      returning i.idx, i.event_id, new.*${changed.map((name) => `, old.${name} as old_${name}`).join('')}
    )${sentChildren.map((child) => changedChildrenSql(child)).join('')}, shown as materialized (
      select r.idx, r.event_id, r.id, row_to_json(shown)::text as json,
        ${previousSql(declaration, changed, sentChildren)} as previous
      from written r ${declaration.joins}
      cross join lateral (select ${projection(declaration.shown)}) shown
    )${alsoSql(declaration, written)},
    announced as (
      insert into event (workspace_id, id, name, subject_type, subject_id, actor_user_id, payload)
      select $1::uuid, e.event_id, e.name, '${resource.name}', s.id, $3::uuid,
        left(s.json, -1) || ',"previous":' || s.previous || '}'
      from shown s join input i on i.idx = s.idx join written r on r.idx = s.idx
      cross join lateral (values ${eventsSql(declaration, written)}) as e(n, event_id, name, happened)
      where s.previous is not null and e.happened order by s.idx, e.n
    )
    select idx, id, ${jsonOfOne} from shown order by idx`
}

/** The former values of the fields that changed, as a JSON object; null when none did. */
function previousSql(
  { wireNames = {}, columns, shown, formerly = {} }: Declaration,
  changed: readonly string[],
  sentChildren: readonly Children[],
): string {
  const isKnown = (name: string) => columns[name] !== undefined || shown[name] !== undefined
  const rows = [
    ...changed
      .filter(isKnown)
      .map(
        (name) =>
          `('${wireNames[name] ?? name}', to_json(r.old_${name}), r.old_${name} is distinct from r.${name})`,
      ),
    ...Object.entries(formerly)
      .filter(([, { column }]) => changed.includes(column))
      .map(
        ([name, { column, sql }]) =>
          `('${name}', to_json(${sql}), r.old_${column} is distinct from r.${column})`,
      ),
    ...sentChildren.map(
      ({ field }) => `('${field}', (select former from ${field}_changed x where x.id = r.id),
        exists (select 1 from ${field}_changed x where x.id = r.id))`,
    ),
  ]
  if (rows.length === 0) return 'null::json'
  return `(select json_object_agg(k, v) from (values ${rows.join(', ')}) as c(k, v, d) where d)`
}

function alsoSql({ onUpdate }: Declaration, written: readonly string[]): string {
  return onUpdate && written.includes(onUpdate.whenWritten) ? onUpdate.sql : ''
}

/** What a change of row `r` announces, in this order: that it changed, and what that means. */
function eventsSql({ momentsOfUpdate, resource }: Declaration, written: readonly string[]): string {
  const moments = momentsOfUpdate.flatMap(({ event, column, when }, index) =>
    written.includes(column) ? [`(${index + 1}, i.event_id_${index}, '${event}', ${when})`] : [],
  )
  return [`(0, i.event_id, '${resource.name}.updated', true)`, ...moments].join(', ')
}
