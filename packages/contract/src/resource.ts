import { z } from 'zod'
import { BatchReply, batchBody, maxBatchRows } from './batch.ts'
import { type Endpoint, endpoint } from './endpoint.ts'
import { dataOf, listOf } from './envelope.ts'
import type { ErrorCode } from './errors.ts'
import { id, queryText, shownId, shownMoment } from './fields.ts'
import { type FilterKind, type ListQuery, listQuery, pageQuery } from './list-query.ts'
import { TimelineEntry } from './timeline.ts'

const params = z.object({ id })
export const Deleted = z.object({ id: shownId, deleted: z.literal(true) })

export type ResourceDefinition = {
  /** Singular, as in events: `contact.created`. */
  readonly name: string
  /** Plural, as in scopes and in the path. */
  readonly plural: string
  readonly tag: string
  readonly path: `/${string}`
  /** What a list answers for each row, and what writes answer. */
  readonly record: z.ZodObject
  /** What a single get answers: the record and more. */
  readonly detail: z.ZodObject
  readonly create: z.ZodObject
  readonly update: z.ZodObject
  /** Names that other clients of this API use for fields of the body. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Documented filters: plain query parameters. */
  readonly filters: z.core.$ZodLooseShape
  readonly operators: Readonly<Record<string, FilterKind>>
  readonly sorts: readonly [string, ...string[]]
  /** What `search` looks at, in words. */
  readonly searched: string
  readonly includes: Readonly<Record<string, z.ZodType>>
  /** Fields by which a batch can find existing rows, besides `id`. */
  readonly upsertBy: readonly string[]
  readonly notFound: ErrorCode
  readonly conflicts: readonly ErrorCode[]
  /** What else can be asked about one record: a timeline. */
  readonly hasTimeline: boolean
}

/** Declares one resource: its list, get, create, update, delete, restore, bin, batch and timeline. */
export function resource<const D extends ResourceDefinition>(definition: D) {
  const query = listQuery(definition)
  const endpoints = {
    ...readEndpoints(definition, query),
    ...writeEndpoints(definition),
    ...removalEndpoints(definition),
    deleted: deletedEndpoint(definition),
    ...(definition.hasTimeline && { timeline: timelineEndpoint(definition) }),
  }
  return { ...definition, query, endpoints: endpoints as unknown as ResourceEndpoints<D> }
}

function common({ tag, plural }: ResourceDefinition) {
  return { tag, access: 'key', resource: plural } as const
}

const idempotencyErrors = ['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED'] as const

function readEndpoints(definition: ResourceDefinition, query: ReturnType<typeof listQuery>) {
  const { name, plural, path, notFound } = definition
  const record = withIncludes(definition, 'record')
  const detail = withIncludes(definition, 'detail')
  const shape = query.pick({ fields: true, include: true } as never)
  return {
    list: endpoint({
      ...common(definition),
      id: `list${title(plural)}`,
      method: 'GET',
      path,
      summary: `List ${plural}`,
      scope: 'read',
      query,
      reply: listOf(record),
      sparseReply: listOf(record.partial().required({ id: true })),
    }),
    get: endpoint({
      ...common(definition),
      id: `get${title(name)}`,
      method: 'GET',
      path: `${path}/:id`,
      summary: `Get one ${name}`,
      scope: 'read',
      params,
      query: shape,
      reply: dataOf(detail),
      sparseReply: dataOf(detail.partial().required({ id: true })),
      errors: [notFound],
    }),
  }
}

/** The record with what `include` can add to it, as a component of its own in the reference. */
function withIncludes(definition: ResourceDefinition, which: 'record' | 'detail'): z.ZodObject {
  const { name, includes } = definition
  const shape = definition[which]
  if (Object.keys(includes).length === 0) return shape
  const suffix = which === 'record' ? 'InList' : 'InFull'
  return shape.extend(optional(includes)).meta({ id: title(name) + suffix })
}

function writeEndpoints(definition: ResourceDefinition) {
  const { name, plural, path, notFound, conflicts, aliases = {} } = definition
  const errors = [...conflicts, ...idempotencyErrors]
  const change = (method: 'PUT' | 'PATCH', operation: string) =>
    endpoint({
      ...common(definition),
      id: `${operation}${title(name)}`,
      method,
      path: `${path}/:id`,
      summary: `Change a ${name}`,
      description:
        'Only the fields that are sent change; null clears an optional one. PUT and PATCH do the same.',
      scope: 'write',
      params,
      body: definition.update,
      bodyAliases: aliases,
      reply: dataOf(definition.record),
      errors: [notFound, ...errors],
    })
  return {
    create: endpoint({
      ...common(definition),
      id: `create${title(name)}`,
      method: 'POST',
      path,
      summary: `Create a ${name}`,
      scope: 'write',
      body: definition.create,
      bodyAliases: aliases,
      reply: dataOf(definition.record),
      status: 201,
      errors,
    }),
    update: change('PUT', 'update'),
    patch: change('PATCH', 'patch'),
    batch: endpoint({
      ...common(definition),
      id: `batch${title(plural)}`,
      method: 'POST',
      path: `${path}/batch`,
      summary: `Create, change or delete up to ${maxBatchRows} ${plural}`,
      description:
        'Each row succeeds or fails on its own and is reported by its index, unless `atomic` is true: then the first failure undoes all.',
      scope: 'write',
      body: batchBody(definition),
      reply: BatchReply,
      errors: ['BATCH_ROLLED_BACK', ...idempotencyErrors],
    }),
  }
}

function removalEndpoints(definition: ResourceDefinition) {
  const { name, path, notFound, conflicts } = definition
  return {
    delete: endpoint({
      ...common(definition),
      id: `delete${title(name)}`,
      method: 'DELETE',
      path: `${path}/:id`,
      summary: `Delete a ${name}`,
      description:
        'It can be restored for 30 days, and does not block reuse of its e-mail or name.',
      scope: 'delete',
      params,
      reply: dataOf(Deleted),
      errors: [notFound, ...(name === 'company' ? (['HAS_ASSOCIATIONS'] as const) : [])],
    }),
    restore: endpoint({
      ...common(definition),
      id: `restore${title(name)}`,
      method: 'POST',
      path: `${path}/:id/restore`,
      summary: `Restore a deleted ${name}`,
      description: 'Restoring what is not deleted answers it as it is.',
      scope: 'delete',
      params,
      reply: dataOf(definition.record),
      errors: [notFound, ...conflicts, ...idempotencyErrors],
    }),
  }
}

/** What is in the bin, with when it got there. */
function deletedEndpoint(definition: ResourceDefinition) {
  const { plural, path } = definition
  return endpoint({
    ...common(definition),
    id: `listDeleted${title(plural)}`,
    method: 'GET',
    path: `${path}/deleted`,
    summary: `List deleted ${plural}`,
    description: 'Those that can still be restored, the latest deleted first.',
    scope: 'read',
    query: deletedQuery,
    reply: listOf(gone(definition.record, definition.name)),
  })
}

const deletedQuery = pageQuery.extend({
  search: queryText.optional().describe('Only those that contain every word.'),
})

function gone<R extends z.ZodObject>(record: R, name: string) {
  return record
    .extend({ deleted_at: shownMoment.describe('Restorable for 30 days from then.') })
    .meta({ id: `Deleted${title(name)}` })
}

function timelineEndpoint(definition: ResourceDefinition) {
  const { name, path, notFound } = definition
  return endpoint({
    ...common(definition),
    id: `list${title(name)}Timeline`,
    method: 'GET',
    path: `${path}/:id/timeline`,
    summary: `What happened around a ${name}`,
    description: 'Activities, tasks, meetings, calls and stage changes, newest first, as one list.',
    scope: 'read',
    params,
    query: pageQuery,
    reply: listOf(TimelineEntry),
    errors: [notFound],
  })
}

type Operation<Id extends string, Parts> = Omit<Endpoint, 'id' | keyof Parts> & {
  readonly id: Id
} & Readonly<Parts>

type One = { params: typeof params }
type Gone = { deleted_at: typeof shownMoment }
type Replying<T extends z.ZodType> = { reply: ReturnType<typeof dataOf<T>> }

/** A record with what `include` can add to it. */
type Including<D extends ResourceDefinition, Record extends z.ZodObject> = z.ZodObject<
  Record['shape'] & { [K in keyof D['includes']]: z.ZodOptional<D['includes'][K]> }
>

/** A resource whose fields are not known to the compiler: what the engine serves. */
export type Resource = ResourceDefinition & {
  readonly query: z.ZodObject
  readonly endpoints: {
    readonly list: Operation<string, { query: z.ZodObject; reply: Listing }>
    readonly get: Operation<string, One & { query: z.ZodObject } & Replying<z.ZodObject>>
    readonly create: Operation<string, { body: z.ZodObject } & Replying<z.ZodObject>>
    readonly update: Operation<string, One & { body: z.ZodObject } & Replying<z.ZodObject>>
    readonly patch: Operation<string, One & { body: z.ZodObject } & Replying<z.ZodObject>>
    readonly delete: Operation<string, One & Replying<typeof Deleted>>
    readonly restore: Operation<string, One & Replying<z.ZodObject>>
    readonly deleted: Operation<string, { query: typeof deletedQuery; reply: Listing }>
    readonly batch: Operation<string, Batch>
    readonly timeline?: Timeline<string>
  }
}

type Listing = ReturnType<typeof listOf<z.ZodObject>>
type Batch = { body: ReturnType<typeof batchBody>; reply: typeof BatchReply }

type Timeline<Name extends string> = Operation<
  `list${Name}Timeline`,
  One & { query: typeof pageQuery; reply: ReturnType<typeof listOf<typeof TimelineEntry>> }
>

/** The endpoints of a resource, as types: what the SDK is generated from. */
export type ResourceEndpoints<
  D extends ResourceDefinition,
  Name extends string = Capitalize<D['name']>,
  Names extends string = Capitalize<D['plural']>,
> = {
  list: Operation<
    `list${Names}`,
    { query: ListQuery<D>; reply: ReturnType<typeof listOf<Including<D, D['record']>>> }
  >
  get: Operation<
    `get${Name}`,
    One & {
      query: z.ZodObject<Pick<ListQuery<D>['shape'], 'fields' | 'include'>>
    } & Replying<Including<D, D['detail']>>
  >
  create: Operation<`create${Name}`, { body: D['create'] } & Replying<D['record']>>
  update: Operation<`update${Name}`, One & { body: D['update'] } & Replying<D['record']>>
  patch: Operation<`patch${Name}`, One & { body: D['update'] } & Replying<D['record']>>
  delete: Operation<`delete${Name}`, One & Replying<typeof Deleted>>
  restore: Operation<`restore${Name}`, One & Replying<D['record']>>
  deleted: Operation<
    `listDeleted${Names}`,
    {
      query: typeof deletedQuery
      reply: ReturnType<typeof listOf<z.ZodObject<D['record']['shape'] & Gone>>>
    }
  >
  batch: Operation<`batch${Names}`, Batch>
} & (D['hasTimeline'] extends true ? { timeline: Timeline<Name> } : unknown)

function title(name: string): string {
  return name
    .split(/[-_ ]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

function optional(shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodOptional> {
  return Object.fromEntries(Object.entries(shape).map(([key, type]) => [key, type.optional()]))
}
