import type { Endpoint, Method } from '@parley/contract'

/** What the client must know of an endpoint to call it. Small, and free of schemas. */
export type Route = {
  /** operationId of the endpoint. */
  readonly id: string
  readonly method: Method
  readonly path: string
  /** Names of the parameters of the path. */
  readonly params: readonly string[]
  /** What the argument after the path's parameters is. */
  readonly input: 'body' | 'query' | 'none'
  /** Whether the caller gets the whole reply (lists, batches) or only its `data`. */
  readonly whole: boolean
  /** How its pages are turned; absent when it has none. */
  readonly pages?: Pages
  /** Takes a file as a form, too. */
  readonly takesFile: boolean
  /** Whether it answers JSON only, files instead when asked for them, or nothing but files. */
  readonly answers: 'json' | 'both' | 'files'
}

/** By the cursor of the page before, or by numbers, the rows being in `data` under a name. */
export type Pages =
  | { readonly by: 'cursor' }
  | { readonly by: 'skip' | 'page'; readonly size: 'take' | 'perPage'; readonly rows: string }

export type EndpointGroups = Readonly<Record<string, Readonly<Record<string, Endpoint>>>>
export type RouteGroups = Readonly<Record<string, Readonly<Record<string, Route>>>>

export function routesOf(groups: EndpointGroups): RouteGroups {
  return mapValues(groups, (group) => mapValues(group, routeOf))
}

function routeOf(endpoint: Endpoint): Route {
  const { id, method, path, params, body, query, reply, form, files } = endpoint
  return {
    id,
    method,
    path,
    params: Object.keys(params?.shape ?? {}),
    input: body ? 'body' : query ? 'query' : 'none',
    whole: !isDataOnly(reply),
    ...pagesOf(endpoint),
    takesFile: form !== undefined,
    // The type of a schema is known without loading the library that made it.
    answers: files === undefined ? 'json' : reply.type === 'never' ? 'files' : 'both',
  }
}

/** Whether a reply is `data` in one of the two envelopes and nothing else. */
function isDataOnly(reply: Endpoint['reply']): boolean {
  if (!('shape' in reply)) return false
  const keys = Object.keys(reply.shape as object)
    .sort()
    .join()
  return keys === 'data,error' || keys === 'data,message,messageKey,success'
}

function pagesOf({ reply, query, body }: Endpoint): { pages?: Pages } {
  const whole = shapeOf(reply)
  if ('pagination' in whole) return { pages: { by: 'cursor' } }
  const data = shapeOf(whole.data)
  const rows = Object.keys(data).find((name) => data[name]?.type === 'array')
  if (rows === undefined || !('filtered' in data)) return {}
  const input = shapeOf(body ?? query)
  if ('skip' in input && 'take' in input) return { pages: { by: 'skip', size: 'take', rows } }
  if ('page' in input && 'perPage' in input) return { pages: { by: 'page', size: 'perPage', rows } }
  return {}
}

/** The fields of a schema; none when it is no object's. */
function shapeOf(schema: unknown): Readonly<Record<string, { readonly type?: string }>> {
  const { shape } = (schema ?? {}) as { shape?: Record<string, { type?: string }> }
  return shape ?? {}
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  convert: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]))
}
