import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Statement } from './statement.ts'
import type { Tables } from './tables.ts'

/** Runs a named statement and answers its rows. */
export type Run = <Row extends pg.QueryResultRow>(
  statement: Statement,
  values: unknown[],
) => Promise<Row[]>

/** Something that runs SQL: the database itself, or one transaction of it. */
export type Executor = {
  run: Run
  /** Typed queries, for everything that is not hot. */
  readonly kysely: Kysely<Tables>
}
