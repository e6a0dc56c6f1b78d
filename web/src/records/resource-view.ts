import type { LucideIcon } from 'lucide-react'
import type { z } from 'zod'
import type { Key } from '../i18n/index.ts'

/** A record of any kind, as the API answers it. */
export type Row = { readonly id: string; readonly [field: string]: unknown }

export type Page = {
  readonly data: readonly Row[]
  readonly pagination: {
    readonly total: number | null
    readonly totalIsEstimate?: boolean
    readonly limit: number
    readonly offset: number
    readonly hasMore: boolean
    readonly nextCursor: string | null
  }
}

type BatchReply = {
  readonly data: readonly {
    readonly status: string
    readonly id: string | null
    readonly error?: string
    readonly code?: string
    readonly details?: unknown
  }[]
  readonly count: number
}

type Query = Readonly<Record<string, string | number | undefined>>
type Options = { readonly signal?: AbortSignal }

/** The part of the SDK's groups that all records share. */
export type RecordsApi = {
  readonly list: (query: Query, options?: Options) => Promise<Page>
  readonly all: (query: Query) => AsyncIterable<Row>
  readonly get: (id: string, query?: Query, options?: Options) => Promise<Row>
  readonly create: (body: object) => Promise<Row>
  readonly patch: (id: string, body: object) => Promise<Row>
  readonly delete: (id: string) => Promise<unknown>
  readonly restore: (id: string) => Promise<Row>
  readonly deleted: (query: Query, options?: Options) => Promise<Page>
  readonly batch: (
    body: {
      readonly operation: 'create' | 'update' | 'upsert' | 'delete'
      readonly by?: string
      readonly dry_run?: boolean
      readonly records: readonly object[]
    },
    options?: Options,
  ) => Promise<BatchReply>
}

/** How a value is shown and edited. */
type FieldKind =
  | 'text'
  | 'long'
  | 'email'
  | 'phone'
  | 'url'
  | 'money'
  | 'percent'
  | 'count'
  | 'day'
  | 'moment'
  | 'person'
  | 'company'
  | 'contact'
  | 'deal'
  | 'stage'
  | 'choice'
  | 'flag'

export type FieldView = {
  readonly name: string
  readonly label: Key
  readonly kind: FieldKind
  /** Field of the record that has the words for an id. */
  readonly words?: string
  /** Words of a choice are in the catalogue under `<choices>.<value>`. */
  readonly choices?: { readonly words: string; readonly values: readonly string[] }
  /** Pixels; the first column takes what is left. */
  readonly width?: number
  readonly sortable?: boolean
  readonly readOnly?: boolean
  /** Not a column until somebody wants it. */
  readonly hidden?: boolean
  /** Only in the form and the panel. */
  readonly noColumn?: boolean
  readonly required?: boolean
  /** Not in the form. */
  readonly noForm?: boolean
}

export type FilterView = {
  readonly name: string
  readonly label: Key
  readonly kind: 'person' | 'stage' | 'choice' | 'flag'
  readonly choices?: FieldView['choices']
}

/** All the screens of one kind of record need to know of it. */
export type ResourceView = {
  readonly name: 'contacts' | 'companies' | 'deals' | 'tasks' | 'activities'
  readonly title: Key
  readonly createTitle: Key
  readonly emptyText: Key
  readonly icon: LucideIcon
  readonly titleOf: (row: Row) => string
  readonly api: RecordsApi
  readonly fields: readonly FieldView[]
  readonly filters: readonly FilterView[]
  /** A record's own page, and what others call it that belong to it. */
  readonly page?: {
    readonly to: '/contacts/$id' | '/companies/$id' | '/deals/$id'
    readonly key: 'contact_id' | 'company_id' | 'deal_id'
  }
  /** Further filters of the API that links of other screens bring along. */
  readonly linkedFilters?: readonly string[]
  /** How rows of a file become records; without it they do not. */
  readonly fromFile?: FromFile
  /** Records that may be the same as the one that is being typed. */
  readonly similarTo?: (values: Readonly<Record<string, unknown>>) => Promise<readonly Row[]>
  readonly defaults?: () => object
  readonly timeline?: (id: string) => Promise<readonly TimelineRow[]>
  /** What a form may send; loaded with the form. */
  readonly schema: () => Promise<z.ZodObject>
}

type FromFile = {
  /** The field by which an existing record is found; without it each row is a new one. */
  readonly by?: 'email' | 'name'
  /** Fields that are made of others: what `Ada Lovelace` says of the first and the last name. */
  readonly madeOf?: Readonly<Record<string, (text: string) => object>>
}

export type TimelineRow = {
  readonly type: string
  readonly id: string
  readonly at: string
  readonly title: string
  readonly description: string | null
  readonly status: string | null
}

export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
