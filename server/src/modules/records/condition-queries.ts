import type { Principal } from '../../platform/access.ts'
import { escapedForLike } from '../../platform/text/like-pattern.ts'
import { type Comparable, type Declaration, type Expression, isOurs } from './declaration.ts'
import { findsBeginnings, mayBeMisspelt } from './search-terms.ts'

/** Collects the parameters of one statement, in the order they stand in its text. */
export class Parameters {
  readonly values: unknown[] = []

  add(value: unknown): string {
    return `$${this.values.push(value)}`
  }
}

export type Wanted = {
  /** Plain filters and `field[operator]` ones, by parameter name. */
  readonly filters: Readonly<Record<string, unknown>>
  readonly words: readonly string[]
  readonly matching: Matching
  /** What is in the bin instead of what is not. */
  readonly isDeleted?: boolean
}

/** How a search finds rows: by parts of words, by near spellings, by even more distant ones. */
export type Matching = 'none' | 'substring' | 'near' | 'far'

export function isFuzzy(matching: Matching): boolean {
  return matching === 'near' || matching === 'far'
}

/** Which rows `r` are wanted: `$1` is the workspace, `$2` a caller who sees only their own rows. */
export function conditionsOf(
  declaration: Declaration,
  principal: Principal,
  wanted: Wanted,
  parameters: Parameters,
): string {
  const all = [
    `r.workspace_id = ${parameters.add(principal.workspaceId)}`,
    `r.deleted_at is ${wanted.isDeleted ? 'not ' : ''}null`,
  ]
  if (!principal.seesAllRows) all.push(declaration.ownership(parameters.add(principal.userId)))
  for (const [name, value] of Object.entries(wanted.filters)) {
    all.push(condition(declaration, name, value, parameters))
  }
  for (const word of wanted.words) {
    all.push(
      isFuzzy(wanted.matching)
        ? resembles(declaration, word, wanted.matching, parameters)
        : contains(declaration, word, parameters),
    )
  }
  return all.join(' and ') + isOurs(declaration)
}

/** Lower-cased by PostgreSQL, as the searched text was: JavaScript has other rules for İ and Σ. */
function contains({ search }: Declaration, word: string, parameters: Parameters): Expression {
  const part = `lower(${parameters.add(escapedForLike(word))})`
  const beginning = `${part} || '%'`
  const [here, pattern] = findsBeginnings(word)
    ? [`${search.text} like ${beginning} or ${search.text} like '% ' || ${beginning}`, beginning]
    : [`${search.text} like '%' || ${beginning}`, `'%' || ${beginning}`]
  return `(${here}${search.also ? ` or ${search.also(pattern)}` : ''})`
}

/** What the operators mean is set in platform/db/session.ts. */
function resembles(
  { search }: Declaration,
  word: string,
  matching: Matching,
  parameters: Parameters,
): Expression {
  if (mayBeMisspelt(word)) {
    return `lower(${parameters.add(word)}) ${matching === 'near' ? '<%' : '<<%'} ${search.text}`
  }
  return `${search.text} like '%' || lower(${parameters.add(escapedForLike(word))}) || '%'`
}

const comparisons: Readonly<Record<string, string>> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }

/** The SQL of one filter: a declared one, or `field[operator]`. */
function condition(
  declaration: Declaration,
  name: string,
  value: unknown,
  parameters: Parameters,
): Expression {
  const plain = declaration.filters[name]
  if (plain) return plain(parameters.add(value))
  const [, field, operator] = /^(\w+)\[(\w+)\]$/.exec(name) ?? []
  const compared = field === undefined ? undefined : declaration.comparable[field]
  if (!compared || operator === undefined) throw new Error(`No such filter: ${name}`)
  if (operator === 'null') return `${compared.sql} is ${value === true ? '' : 'not '}null`
  return comparison(compared, operator, parameters.add(value))
}

/** `canonical` brings values into the form that `sql` has. */
function comparison(
  { sql, type, canonical }: Comparable,
  operator: string,
  parameter: string,
): Expression {
  const value = `${parameter}::${type}`
  if (operator === 'in') {
    if (!canonical) return `${sql} = any(${value}[])`
    return `${sql} = any(array(select ${canonical('v.given')} from unnest(${value}[]) v(given)))`
  }
  const right = canonical ? canonical(value) : value
  if (operator === 'ne') return `${sql} is distinct from ${right}`
  return `${sql} ${comparisons[operator] ?? '='} ${right}`
}
