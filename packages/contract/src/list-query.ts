import { z } from 'zod'
import {
  id,
  queryFlag,
  queryIds,
  queryList,
  queryNumber,
  queryText,
  requiredDate,
  requiredMoment,
} from './fields.ts'

/** Rows a list answers at most; a larger `limit` is taken as this one. */
export const maxLimit = 1000
const defaultLimit = 50

/** What a field can be compared with in `field[operator]=value`. */
export type FilterKind = 'id' | 'text' | 'number' | 'date' | 'moment'

export type ListDefinition = {
  readonly filters: Readonly<Record<string, z.ZodType>>
  readonly operators: Readonly<Record<string, FilterKind>>
  readonly sorts: readonly [string, ...string[]]
  readonly searched: string
  readonly includes: Readonly<Record<string, z.ZodType>>
}

const limit = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number from 1.')
  .transform(Number)
  .refine((value) => value >= 1, 'must be a whole number from 1.')
  .transform((value) => Math.min(value, maxLimit))
  .optional()
  .transform((value) => value ?? defaultLimit)
  .meta({ openapi: { type: 'integer', minimum: 1, maximum: maxLimit, default: defaultLimit } })
  .describe(
    `Rows on a page: 1 to ${maxLimit}, default ${defaultLimit}; more is taken as ${maxLimit}.`,
  )

const offset = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number from 0.')
  .transform(Number)
  .optional()
  .transform((value) => value ?? 0)
  .meta({ openapi: { type: 'integer', minimum: 0, default: 0 } })
  .describe('Rows to skip, default 0. For deep pages a cursor is faster.')

export const pageQuery = z.object({ limit, offset })

export const countQuery = z
  .enum(['none', 'exact', 'estimated'], 'must be none, exact or estimated.')
  .optional()
  .describe(
    'How to count all matching rows. Unless said: exact, but for filters that match over 10,000 rows an estimate, marked by totalIsEstimate.',
  )

const common = z.object({
  limit,
  offset,
  cursor: z
    .string()
    .max(8_000, 'is not one of ours.')
    .optional()
    .describe('`pagination.nextCursor` of the page before; instead of offset.'),
  order: z.enum(['asc', 'desc'], 'must be asc or desc.').optional().describe('Default desc.'),
  count: countQuery,
  fields: queryList.optional().describe('Only these fields of each row, separated by commas.'),
})

/** The query of a resource's list as a type, but for its operators. */
export type ListQuery<D extends Pick<ListDefinition, 'filters' | 'sorts'>> = z.ZodObject<
  typeof common.shape & {
    search: z.ZodOptional<typeof queryText>
    sort: z.ZodOptional<z.ZodEnum<{ [Name in D['sorts'][number]]: Name }>>
    include: z.ZodOptional<typeof queryList>
  } & { [K in keyof D['filters']]: z.ZodOptional<D['filters'][K]> }
>

/** Every query parameter of a resource's list. */
export function listQuery<const D extends ListDefinition>(definition: D): ListQuery<D> {
  const { filters, operators, sorts, searched, includes } = definition
  const names = Object.keys(includes)
  const allSorts = sorts as readonly string[]
  return common.extend({
    search: queryText
      .optional()
      .describe(
        `Finds ${searched} that contain every word; near spellings when none does. Best match first unless sort is given.`,
      ),
    sort: z
      .enum(sorts, `must be one of ${allSorts.join(', ')}.`)
      .optional()
      .describe(`Default ${sorts[0]}.`),
    include: queryList
      .refine(
        (values) => values.every((value) => names.includes(value)),
        names.length > 0 ? `must list some of ${names.join(', ')}.` : 'is not possible here.',
      )
      .optional()
      .describe(
        names.length > 0
          ? `Related records to add: ${names.join(', ')}.`
          : 'Nothing to include here.',
      ),
    ...optionalEach(filters),
    ...Object.assign(
      {},
      ...Object.entries(operators).map(([field, kind]) => operatorsOf(field, kind)),
    ),
  }) as unknown as ListQuery<D>
}

function optionalEach(shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodOptional> {
  return Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, type.optional()]))
}

const comparisons = { number: queryNumber, date: requiredDate, moment: requiredMoment } as const

/** The query parameters `field[gte]`, `field[in]` … that a field of this kind understands. */
function operatorsOf(field: string, kind: FilterKind): Record<string, z.ZodOptional> {
  const absent = queryFlag.optional().describe(`true: only rows without ${field}; false: with.`)
  if (kind === 'id' || kind === 'text') {
    const [one, many] = kind === 'id' ? [id, queryIds] : [queryText, queryList]
    return {
      [`${field}[ne]`]: one.optional(),
      [`${field}[in]`]: many.optional().describe('Several values, separated by commas.'),
      [`${field}[null]`]: absent,
    }
  }
  const value = comparisons[kind].optional()
  return {
    [`${field}[gt]`]: value,
    [`${field}[gte]`]: value,
    [`${field}[lt]`]: value,
    [`${field}[lte]`]: value,
    [`${field}[null]`]: absent,
  }
}
