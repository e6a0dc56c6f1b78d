import { type Body, type FileContent, formOf } from './form.ts'
import { walk } from './pages.ts'
import type { Route, EndpointGroups, RouteGroups } from './route.ts'
import { isRecord, type Reply, type Request, sendWithRetries } from './send.ts'
import type { CallOptions, ClientOf, QueryValue, UploadOptions } from './signatures.ts'

const defaultRetries = 2
const defaultTimeoutMs = 30_000
/** Two gigabytes over a slow line. */
const defaultUploadTimeoutMs = 3_600_000

export type ClientOptions = {
  /** Address of the server without a path, such as `http://127.0.0.1:3000`; empty: same origin. */
  readonly baseUrl: string
  /** Sent as `X-API-Key`; without it, the browser's session cookie counts. */
  readonly apiKey?: string | undefined
  readonly fetch?: typeof fetch
  /** Attempts after the first one; 2 unless said, 0 for none. */
  readonly retries?: number
  /** For one attempt; 30,000 unless said. */
  readonly timeoutMs?: number
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Looks at every reply, refusals included; throws when it is not what was promised. */
export type ReplyCheck = (route: Route, reply: Reply, query: URLSearchParams) => Promise<void>

/** Everything of one call by its name. */
type Input = CallOptions & {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, QueryValue>> | undefined
  readonly body?: unknown
  /** Instead of a body in JSON. */
  readonly form?: Body
  readonly reads?: 'json' | 'text' | 'stream'
}

type Perform = (route: Route, input: Input) => Promise<unknown>

/** A client for the given routes; `Groups` says what their inputs and results are. */
export function createClientFor<Groups extends EndpointGroups>(
  groups: RouteGroups,
  options: ClientOptions,
  check: ReplyCheck | undefined,
): ClientOf<Groups> {
  const perform: Perform = (route, input) => performCall(route, input, options, check)
  const byId = new Map(
    Object.values(groups)
      .flatMap((group) => Object.values(group))
      .map((route) => [route.id, route]),
  )
  const client: Record<string, unknown> = {
    call: (operationId: string, input: Input = {}) => {
      const route = byId.get(operationId)
      if (!route) throw new TypeError(`There is no operation '${operationId}'.`)
      return perform(route, input)
    },
  }
  for (const [name, routes] of Object.entries(groups)) client[name] = groupClient(routes, perform)
  return client as ClientOf<Groups>
}

function groupClient(routes: Readonly<Record<string, Route>>, perform: Perform) {
  const group: Record<string, unknown> = {}
  for (const [name, route] of Object.entries(routes)) group[name] = callOf(route, perform)
  const { list, create, get } = routes
  if (create?.takesFile) group.upload = uploaderOf(create, perform)
  if (get?.answers === 'both') {
    group.file = (id: string, format: string, options: CallOptions = {}) =>
      perform(get, { ...options, params: { id }, query: { format }, reads: 'text' })
  }
  if (list?.pages) group.all = walkerOf(list, perform)
  return group
}

/** The function of one operation, with what else can be done with it as its properties. */
function callOf(route: Route, perform: Perform) {
  const call = (...values: unknown[]) => perform(route, inputOf(route, values))
  return Object.assign(call, {
    ...(route.pages && { all: walkerOf(route, perform) }),
    ...(route.takesFile && { upload: uploaderOf(route, perform) }),
    ...(route.answers === 'both' && {
      file: (...values: unknown[]) =>
        perform(route, { ...inputOf(route, values), reads: 'stream' }),
    }),
  })
}

/** Every row, page by page. */
function walkerOf(route: Route, perform: Perform) {
  return (...values: unknown[]) => {
    const first = inputOf(route, values)
    const name = route.input === 'body' ? 'body' : 'query'
    const given = (first[name] ?? {}) as object
    return walk(route.pages, given, (more) =>
      perform(route, { ...first, [name]: { ...given, ...more } }),
    )
  }
}

function uploaderOf(route: Route, perform: Perform) {
  return (...values: unknown[]) => {
    const { params, rest } = splitParams(route, values)
    const [file, fields = {}, options = {}] = rest as [FileContent, object?, UploadOptions?]
    return perform(route, { ...uploadOf(file, fields, options), params })
  }
}

function uploadOf(file: FileContent, fields: object, options: UploadOptions): Input {
  const { fileName, ...rest } = options
  const form = formOf(file, { ...fields }, fileName)
  return {
    timeoutMs: defaultUploadTimeoutMs,
    ...rest,
    form,
    // What was read of a stream is gone.
    ...(!form.isRepeatable && { retries: 0 }),
  }
}

/** Sorts positional arguments: the path's parameters, the body or query, the options. */
function inputOf(route: Route, values: readonly unknown[]): Input {
  const { params, rest } = splitParams(route, values)
  const input = route.input === 'none' ? {} : { [route.input]: rest.shift() }
  return { ...(rest[0] as CallOptions | undefined), params, ...input }
}

/** One parameter of the path is given by itself, several as an object. */
function splitParams(route: Route, values: readonly unknown[]) {
  const rest = [...values]
  const [only] = route.params
  if (only === undefined) return { params: {}, rest }
  const first = rest.shift()
  const params = route.params.length === 1 ? { [only]: first } : first
  return { params: params as Record<string, string>, rest }
}

async function performCall(
  route: Route,
  input: Input,
  options: ClientOptions,
  check: ReplyCheck | undefined,
): Promise<unknown> {
  const query = queryOf(input.query)
  const request = requestOf(route, input, { options, query })
  // Called as a plain function: browsers refuse `fetch` as a method of anything but window.
  const send = options.fetch ?? globalThis.fetch
  const reply = await sendWithRetries(send, request, async (received) => {
    await check?.(route, received, query)
  })
  if (reply.file !== undefined) return reply.file
  return route.whole || !isRecord(reply.json) ? reply.json : reply.json.data
}

/** What is sent, with what the client's options say where the call says nothing. */
function requestOf(
  route: Route,
  input: Input,
  { options, query }: { readonly options: ClientOptions; readonly query: URLSearchParams },
): Request {
  const search = query.size > 0 ? `?${query}` : ''
  const retries = input.retries ?? options.retries ?? defaultRetries
  const body = input.form ?? jsonOf(input.body)
  return {
    method: route.method,
    url: options.baseUrl.replace(/\/+$/, '') + pathOf(route, input.params ?? {}) + search,
    headers: headersOf({ route, input, body }, options, retries > 0),
    body,
    reads: input.reads ?? (route.answers === 'files' ? 'stream' : 'json'),
    signal: input.signal,
    timeoutMs: input.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs,
    retries,
  }
}

function jsonOf(value: unknown): Body | undefined {
  if (value === undefined) return undefined
  const text = JSON.stringify(value)
  return { make: () => text, contentType: 'application/json', isRepeatable: true }
}

function pathOf(route: Route, params: Readonly<Record<string, string>>): string {
  return route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    // An empty value would ask for the list, and dots for another path altogether.
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value)) {
      throw new TypeError(`${route.id} needs '${name}'.`)
    }
    return encodeURIComponent(value)
  })
}

function queryOf(values: Input['query']): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(values ?? {})) {
    if (value === undefined || value === null) continue
    query.set(name, value instanceof Date ? value.toISOString() : String(value))
  }
  return query
}

function headersOf(
  { route, input, body }: { route: Route; input: Input; body: Body | undefined },
  options: ClientOptions,
  repeats: boolean,
): Record<string, string> {
  const accept = route.answers === 'json' ? 'application/json' : '*/*'
  const headers: Record<string, string> = { accept, ...options.headers }
  if (options.apiKey !== undefined) headers['x-api-key'] = options.apiKey
  if (body?.contentType !== undefined) headers['content-type'] = body.contentType
  // Without a key of its own, a repeated POST or PATCH could be carried out twice.
  const unsafe = route.method === 'POST' || route.method === 'PATCH'
  const key = input.idempotencyKey ?? (unsafe && repeats ? randomKey() : undefined)
  if (key !== undefined) headers['idempotency-key'] = key
  return { ...headers, ...input.headers }
}

/** 128 random bits in hexadecimal; `crypto.randomUUID` is missing on pages without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
