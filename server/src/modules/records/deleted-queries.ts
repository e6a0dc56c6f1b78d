import type { Principal } from '../../platform/access.ts'
import type { Database } from '../../platform/db/database.ts'
import { StatementCache } from '../../platform/db/statement-cache.ts'
import { conditionsOf, Parameters } from './condition-queries.ts'
import type { Declaration } from './declaration.ts'
import { projection } from './projection.ts'

export type Bin = {
  readonly words: readonly string[]
  readonly limit: number
  readonly offset: number
}

export type BinPage = {
  /** The rows as JSON, separated by commas. */
  readonly rows: string
  readonly shown: number
  readonly total: number
}

const statements = new StatementCache()

/** One page of what is marked deleted, the latest first, and how many there are. */
export async function selectDeleted(
  db: Pick<Database, 'runPlanned'>,
  declaration: Declaration,
  principal: Principal,
  { words, limit, offset }: Bin,
): Promise<BinPage> {
  const { table, joins, resource } = declaration
  const parameters = new Parameters()
  const matching = words.length > 0 ? 'substring' : 'none'
  const wanted = { filters: {}, words, matching, isDeleted: true } as const
  const conditions = conditionsOf(declaration, principal, wanted, parameters)
  const fields = { ...declaration.shown, deleted_at: 'iso(r.deleted_at)' }
  const shown = projection(fields, principal.seesAllRows ? undefined : '$2')
  const page = `select r.* from ${table} r where ${conditions}
    order by r.deleted_at desc, r.id desc
    limit ${parameters.add(limit)} offset ${parameters.add(offset)}`
  const text = `select coalesce(string_agg(p.json, ',' order by p.n), '') as rows,
      count(*)::int as shown,
      (select count(*) from ${table} r where ${conditions}) as total
    from (
      select r.n, row_to_json(shown)::text as json
      from (select x.*, row_number() over (order by x.deleted_at desc, x.id desc) as n
        from (${page}) x) r
      ${joins} cross join lateral (select ${shown}) shown
    ) p`
  const query = statements.get(`deleted_${resource.plural}_list`, text, () => text)
  const [row] = await db.runPlanned<BinPage>(query, parameters.values)
  if (!row) throw new Error('A page without a row.')
  return row
}
