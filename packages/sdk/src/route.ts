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
}

export type EndpointGroups = Readonly<Record<string, Readonly<Record<string, Endpoint>>>>
export type RouteGroups = Readonly<Record<string, Readonly<Record<string, Route>>>>

export function routesOf(groups: EndpointGroups): RouteGroups {
  return mapValues(groups, (group) => mapValues(group, routeOf))
}

function routeOf(endpoint: Endpoint): Route {
  const { id, method, path, params, body, query, reply } = endpoint
  return {
    id,
    method,
    path,
    params: Object.keys(params?.shape ?? {}),
    input: body ? 'body' : query ? 'query' : 'none',
    whole: !isDataOnly(reply),
  }
}

/** Whether a reply is `{data, error}` and nothing else. */
function isDataOnly(reply: Endpoint['reply']): boolean {
  if (!('shape' in reply)) return false
  const keys = Object.keys(reply.shape as object).sort()
  return keys.length === 2 && keys[0] === 'data' && keys[1] === 'error'
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  convert: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]))
}
