import type { ErrorCode, Resource } from '@parley/contract'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'

/** A row as it came from the contract's schemas, or with columns filled in by `prepare`. */
export type Row = Record<string, unknown>

/** PostgreSQL types that columns and sort keys have. */
export type ColumnType =
  | 'text'
  | 'uuid'
  | 'boolean'
  | 'int'
  | 'numeric'
  | 'date'
  | 'time'
  | 'timestamptz'
  | 'json'

/** An SQL expression over the row `r` and the tables in `joins`. */
export type Expression = string

/**
 * How one resource of the contract lies in the database. The engine makes all its endpoints from
 * this; docs/resources.md walks through adding one. In expressions, `r` is the table's row and `$1`
 * the workspace.
 */
export type Declaration = {
  readonly resource: Resource
  readonly table: string
  /** Column values that make a row of this table one of ours, as SQL literals. */
  readonly fixed?: Readonly<Record<string, string>>
  /** Columns that requests can write, with their types. */
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Columns whose field in the API has another name. */
  readonly wireNames?: Readonly<Record<string, string>>
  /** Fields of an update's `previous` that no column has: which column's change brings them. */
  readonly formerly?: Readonly<
    Record<string, { readonly column: string; readonly sql: Expression }>
  >
  /** SQL expressions over input row `i` for columns that a new row was sent without. */
  readonly defaults: Readonly<Record<string, string>>
  /** Fields of the record and how each is made. */
  readonly shown: Readonly<Record<string, Expression>>
  /** Further fields of the single answer. */
  readonly detail: Readonly<Record<string, Expression>>
  readonly includes: Readonly<Record<string, Expression>>
  /** Left joins that `shown` needs; each must match at most one row. */
  readonly joins: string
  /** When a caller without the admin scope may see `r`; `user` is the parameter of their id. */
  readonly ownership: (user: string) => Expression
  /** Condition of each plain filter; `value` is its parameter, untyped. */
  readonly filters: Readonly<Record<string, (value: string) => Expression>>
  /** Filters with an index of their own that leave few rows: one plan is good for any value. */
  readonly narrow?: readonly string[]
  /** What operators compare, and sorts too unless `sorts` says otherwise. */
  readonly comparable: Readonly<Record<string, Comparable>>
  readonly sorts?: Readonly<Record<string, Comparable>>
  readonly search: {
    /** Lower-case text with a trigram index. */
    readonly text: Expression
    /** A further condition that counts as a match, such as the company's name. */
    readonly also?: (pattern: string) => Expression
  }
  /** Columns that point to other rows, which must exist and not be deleted. */
  readonly references: readonly Reference[]
  readonly uniques: readonly Unique[]
  /** Columns the engine sets itself when others change. */
  readonly derived: Readonly<Record<string, Derived>>
  /** Lists of the body that become rows of another table. */
  readonly children: readonly Children[]
  /** Further statements of the writing transaction, as CTEs over `written`. */
  readonly onCreate?: string
  readonly onUpdate?: { readonly whenWritten: string; readonly sql: string }
  /** What the event of a new row is called, when it is not `created`. */
  readonly createdAs?: string
  /** Events besides created, updated and deleted. */
  readonly momentsOfUpdate: readonly MomentOfUpdate[]
  /** Rows elsewhere that forbid deletion: name in the details → count. */
  readonly associations: Readonly<Record<string, Expression>>
  /** Completes a validated row: normalises, resolves names to ids. May refuse. */
  readonly prepare: (call: Caller, row: Row, target: Target) => Promise<Row> | Row
  /** Normalises values of filters. */
  readonly prepareFilters?: (call: Caller, filters: Row) => Promise<Row>
  readonly upsertKeys: Readonly<Record<string, UpsertKey>>
}

/** What a row of input is for. */
export type Target = { readonly kind: 'create' } | { readonly kind: 'update'; readonly id: string }

export type Caller = { readonly context: Context; readonly principal: Principal }

export type Comparable = {
  readonly sql: Expression
  readonly type: ColumnType
  /** Rows without a value come last in either direction. */
  readonly nullable?: boolean
  /** Brings a value of `[in]` or `[ne]` into the form of `sql`, such as lower case. */
  readonly canonical?: (value: string) => Expression
}

export type Reference = {
  readonly column: string
  /** Field of the body, when it is called otherwise. */
  readonly field?: string
  readonly table: string
  /** Column of the other table; default id. */
  readonly key?: string
  readonly softDeleted: boolean
  readonly title: string
}

export type Unique = {
  /** Name of the index, as PostgreSQL reports it. */
  readonly index: string
  readonly code: ErrorCode
  readonly field: string
  readonly message: string
  /** Whether `r` is the row that stands in the way of input row `i`. */
  readonly clash: Expression
}

type Derived = {
  /** Written when any of these columns is. */
  readonly from: readonly string[]
  /** Over input row `i`. */
  readonly create: Expression
  /**
   * Over input row `i` and the row `r` as it was; `next` is the value a column will have, sent or
   * not.
   */
  readonly update: (next: (column: string) => Expression) => Expression
}

export type Children = {
  readonly field: string
  readonly table: string
  /** Column that points back to the row. */
  readonly parent: string
  readonly columns: Readonly<Record<string, ColumnType>>
  /** Column → expression over the child's input `c`, in place of the value sent. */
  readonly derived?: Readonly<Record<string, Expression>>
  /** SQL literals for values that were not sent. */
  readonly defaults?: Readonly<Record<string, string>>
}

type MomentOfUpdate = {
  readonly event: string
  /** Column whose writing can make it happen. */
  readonly column: string
  /** Over the written row `r`, with the former value as `r.old_<column>`. */
  readonly when: Expression
}

export type UpsertKey = {
  /** How a stored row says its key. */
  readonly sql: Expression
  /** The same key of an input row, as it was sent; undefined when it has none. */
  readonly of: (row: Row) => string | undefined
  /** Brings what was sent into the form of `sql`, such as lower case. */
  readonly canonical?: (value: string) => Expression
}

/** The condition that makes a row of the table one of this resource's. */
export function isOurs(declaration: Declaration): string {
  return Object.entries(declaration.fixed ?? {})
    .map(([column, literal]) => ` and r.${column} = ${literal}`)
    .join('')
}

export function sortOf(declaration: Declaration, name: string): Comparable {
  const compared = declaration.sorts?.[name] ?? declaration.comparable[name]
  if (!compared) throw new Error(`${declaration.resource.plural} cannot be sorted by ${name}.`)
  return compared
}
