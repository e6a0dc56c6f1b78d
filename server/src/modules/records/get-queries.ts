import type { Principal } from '../../platform/access.ts'
import type { Run } from '../../platform/db/database.ts'
import type { Statement } from '../../platform/db/statement.ts'
import { StatementCache } from '../../platform/db/statement-cache.ts'
import { type Declaration, isOurs } from './declaration.ts'
import { type Chosen, chosenFields, projection } from './projection.ts'

const statements = new StatementCache()

/** The record as JSON text, with its detail fields; undefined when the caller may not know of it. */
export async function selectOne(
  read: Run,
  declaration: Declaration,
  principal: Principal,
  wanted: { readonly id: string } & Chosen,
): Promise<string | undefined> {
  const query = oneStatement(declaration, principal.seesAllRows, wanted)
  const values = [principal.workspaceId, wanted.id]
  if (!principal.seesAllRows) values.push(principal.userId)
  const [row] = await read<{ json: string }>(query, values)
  return row?.json
}

function oneStatement(declaration: Declaration, seesAllRows: boolean, chosen: Chosen): Statement {
  const { plural } = declaration.resource
  const key = `${plural} ${seesAllRows} ${chosen.fields?.join() ?? '*'} ${chosen.include?.join() ?? ''}`
  return statements.get(`get_${plural}`, key, () => oneSql(declaration, seesAllRows, chosen))
}

function oneSql(declaration: Declaration, seesAllRows: boolean, chosen: Chosen): string {
  const fields = chosenFields(declaration, { ...declaration.shown, ...declaration.detail }, chosen)
  const own = seesAllRows ? '' : ` and ${declaration.ownership('$3')}`
  return `select row_to_json(shown)::text as json
    from ${declaration.table} r ${declaration.joins}
    cross join lateral (select ${projection(fields, seesAllRows ? undefined : '$3')}) shown
    where r.workspace_id = $1 and r.id = $2 and r.deleted_at is null${isOurs(declaration)}${own}`
}
