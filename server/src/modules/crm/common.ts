import type { Comparable, Expression, Reference } from '../records/index.ts'

/** What every table of the CRM has in common. */

export const times: Readonly<Record<string, Expression>> = {
  created_at: 'iso(r.created_at)',
  updated_at: 'iso(r.updated_at)',
}

export const comparableTimes: Readonly<Record<string, Comparable>> = {
  created_at: { sql: 'r.created_at', type: 'timestamptz' },
  updated_at: { sql: 'r.updated_at', type: 'timestamptz' },
}

/** Columns compared as they are. */
export function plain(type: Comparable['type'], ...columns: string[]): Record<string, Comparable> {
  return Object.fromEntries(
    columns.map((column) => [column, { sql: `r.${column}`, type, nullable: true }]),
  )
}

/** Texts that people type, compared and sorted without regard to case. */
export function caseless(...columns: string[]): Record<string, Comparable> {
  return Object.fromEntries(
    columns.map((column) => [
      column,
      { sql: `lower(r.${column})`, type: 'text', nullable: true, canonical: lower } as const,
    ]),
  )
}

export const lower = (value: string): Expression => `lower(${value})`

/** The present day in UTC, which `is_overdue` and its like are measured against. */
export const today = "(now() at time zone 'UTC')::date"

export const owner: Reference = {
  column: 'owner_id',
  table: 'member',
  key: 'user_id',
  softDeleted: false,
  title: 'member',
}

export const toCompany: Reference = {
  column: 'company_id',
  table: 'company',
  softDeleted: true,
  title: 'company',
}

export const toContact: Reference = {
  column: 'contact_id',
  table: 'contact',
  softDeleted: true,
  title: 'contact',
}

export const toDeal: Reference = {
  column: 'deal_id',
  table: 'deal',
  softDeleted: true,
  title: 'deal',
}

/** `alias` is the table's name in `joins`; a deleted row is not shown. */
export function joinOne(table: string, alias: string, column: string): string {
  return `left join ${table} ${alias} on ${alias}.workspace_id = r.workspace_id
    and ${alias}.id = r.${column} and ${alias}.deleted_at is null`
}

export function fullName(alias: string): Expression {
  return `${alias}.first_name || coalesce(' ' || ${alias}.last_name, '')`
}

export const is =
  (sql: Expression, cast = '') =>
  (value: string) =>
    `${sql} = ${value}${cast}`

export const atLeast =
  (sql: Expression, cast = '') =>
  (value: string) =>
    `${sql} >= ${value}${cast}`

export const atMost =
  (sql: Expression, cast = '') =>
  (value: string) =>
    `${sql} <= ${value}${cast}`

/** A true-or-false filter over a condition that is never null. */
export const whether = (condition: Expression) => (value: string) =>
  `(${condition}) = ${value}::boolean`

/** Ranks words by their place in a list, such as priorities. */
export function rankOf(column: Expression, words: readonly string[]): Comparable {
  const list = words.map((word) => `'${word}'`).join(', ')
  return { sql: `array_position(array[${list}], ${column})`, type: 'int' }
}

/** Values of a list that other clients also know under other names: name → value. */
export function oneOf(column: string, synonyms: Readonly<Record<string, string>>): Comparable {
  const cases = Object.entries(synonyms).map(([name, value]) => `when '${name}' then '${value}'`)
  return {
    sql: `r.${column}`,
    type: 'text',
    canonical: (value) => `case lower(${value}) ${cases.join(' ')} else lower(${value}) end`,
  }
}

export const byPriority = oneOf('priority', { urgent: 'critical' })

export const priorities = ['low', 'medium', 'high', 'critical']

export const ownedByCaller = (user: string) => `r.owner_id = ${user}`
