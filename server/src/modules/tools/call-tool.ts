import type { Context } from '../../context.ts'
import type { OutboundError } from '../../platform/guarded-http/index.ts'
import { compileJsonPath, JsonPathError } from '../../providers/json-path/index.ts'
import { compileJsonSchema, type JsonSchemaCheck } from '../../providers/json-schema/index.ts'
import { McpError, openMcp } from '../../providers/mcp/index.ts'
import { readParameters } from './params-rules.ts'
import { findTool, type ToolRow } from './queries.ts'
import { composeRequest, type Values } from './request-rules.ts'
import { toolNotFound } from './rights.ts'
import { type Attempt, readBody, sendRequest } from './send-request.ts'
import { headersOf, openReached, type Reached, type StoredSettings } from './settings.ts'

export type ToolCall = {
  readonly workspaceId: string
  readonly toolId: string
  /** What the model wants; held against the tool's schema. */
  readonly arguments: Values
  /** What the agent's binding says instead of the model; see `toolsOfAgent`. */
  readonly fixed?: Values | undefined
  /** Of MCP: which of the server's tools. */
  readonly remoteName?: string | undefined
  /** Known of the call, for templates: `user_number`, `call_id`, … */
  readonly variables?: Values | undefined
  /** One for each wish of the model: a server that knows keys does the same thing once. */
  readonly idempotencyKey?: string | undefined
  /** Of the talk in which it is called: an MCP server has one session for all of it. */
  readonly conversationId?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told of each attempt as it ends. */
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined
}

type ToolFailure =
  | 'invalid_arguments'
  | 'refused_address'
  | 'unauthorized'
  | 'timeout'
  | 'unreachable'
  | 'too_large'
  | 'http_error'
  | 'bad_response'
  | 'tool_error'
  | 'aborted'

/** How a call went. What fails outside is an outcome: the agent tells it or works around it. */
type ToolResult = {
  readonly ok: boolean
  /** HTTP status of the last attempt. */
  readonly status: number | null
  /** What the agent is told: the answer, or what of it was asked for. */
  readonly output: unknown
  readonly error: { readonly code: ToolFailure; readonly message: string } | null
  readonly attempts: number
  readonly durationMs: number
}

type Outcome = Omit<ToolResult, 'durationMs'>

/** Throws WEB_TOOL_NOT_FOUND, and nothing else that is not a bug. */
export async function callTool(context: Context, call: ToolCall): Promise<ToolResult> {
  const startedAt = performance.now()
  const row = await findTool({ run: context.db.read }, call.workspaceId, call.toolId)
  if (!row) throw toolNotFound(call.toolId)
  const reached = openReached(context, row)
  const outcome = await (row.type === 'MCP'
    ? callMcp(context, { row, reached, call })
    : callFunction(context, { row, reached, call }))
  return { ...outcome, durationMs: performance.now() - startedAt }
}

type Wanted = { readonly row: ToolRow; readonly reached: Reached; readonly call: ToolCall }

async function callFunction(context: Context, { row, reached, call }: Wanted): Promise<Outcome> {
  const { check, places } = checkOf(row)
  const { value, problems } = check({ ...call.arguments, ...call.fixed })
  if (problems.length > 0) return failed('invalid_arguments', problems.join(' '))
  const { settings } = reached
  const { serverUrl, method, pathParameters, queryParameters, body } = settings
  const plan = { serverUrl, method, pathParameters, queryParameters, places }
  const composed = composeRequest(
    { ...plan, headers: headersOf(reached), ...(body !== null && { body }) },
    value as Values,
    call.variables,
  )
  if ('problem' in composed) return failed('invalid_arguments', composed.problem)
  const key = settings.idempotencyHeader === null ? undefined : call.idempotencyKey
  const isRepeatable = ['GET', 'PUT', 'DELETE'].includes(method) || key !== undefined
  const outgoing = {
    ...composed,
    headers: withUsualHeaders(composed, settings.idempotencyHeader, key),
    timeoutMs: settings.timeoutMs,
    maxBytes: settings.maxResponseBytes,
    retries: isRepeatable ? settings.retries : 0,
  }
  let last: Attempt | undefined
  for await (const attempt of sendRequest(context, outgoing, call.signal)) {
    last = attempt
    call.onAttempt?.(attempt)
  }
  return outcomeOf(last, settings)
}

/** What others say of headers wins. */
function withUsualHeaders(
  { headers, body }: { readonly headers: Values; readonly body: string | undefined },
  idempotencyHeader: string | null,
  key: string | undefined,
): Record<string, string> {
  const given = new Set(Object.keys(headers).map((name) => name.toLowerCase()))
  const usual = {
    accept: 'application/json, text/*;q=0.5, */*;q=0.1',
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(idempotencyHeader !== null && key !== undefined && { [idempotencyHeader]: key }),
  }
  const missing = Object.entries(usual).filter(([name]) => !given.has(name.toLowerCase()))
  return { ...Object.fromEntries(missing), ...(headers as Record<string, string>) }
}

function outcomeOf(last: Attempt | undefined, settings: StoredSettings): Outcome {
  const attempts = last?.number ?? 0
  if (!last?.answer) return { ...failedOutside(last?.error), attempts }
  const { status, headers, body } = last.answer
  const read = readBody(body, headers['content-type'])
  if (status < 200 || status >= 300) {
    const message = `The server answered with status ${status}.`
    return { ok: false, status, output: read, error: { code: 'http_error', message }, attempts }
  }
  try {
    return { ok: true, status, output: extract(read, settings), error: null, attempts }
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    const message = `The answer ${error.message}`
    return { ok: false, status, output: null, error: { code: 'bad_response', message }, attempts }
  }
}

/** One value where the path can find one at most, else a list of all. */
function extract(read: unknown, { responsePath, extract: wanted }: StoredSettings): unknown {
  const follow = (source: string): unknown => {
    const path = compileJsonPath(source)
    const found = path.find(read)
    return path.isSingular ? (found[0] ?? null) : found
  }
  const names = Object.entries(wanted)
  if (names.length > 0) {
    return Object.fromEntries(names.map(([name, source]) => [name, follow(source)]))
  }
  return responsePath === null ? read : follow(responsePath)
}

function failed(code: ToolFailure, message: string): Outcome {
  return { ok: false, status: null, output: null, error: { code, message }, attempts: 0 }
}

const failures: Readonly<Record<OutboundError['code'], ToolFailure>> = {
  invalid_url: 'refused_address',
  unsupported_scheme: 'refused_address',
  insecure_scheme: 'refused_address',
  credentials_in_url: 'refused_address',
  forbidden_address: 'refused_address',
  forbidden_header: 'refused_address',
  too_large: 'too_large',
  unknown_host: 'unreachable',
  unreachable: 'unreachable',
  timeout: 'timeout',
  aborted: 'aborted',
}

function failedOutside(error: OutboundError | undefined): Outcome {
  if (!error) return failed('aborted', 'The request was given up.')
  return failed(failures[error.code], error.message)
}

async function callMcp(context: Context, { row, reached, call }: Wanted): Promise<Outcome> {
  const { remoteName: name } = call
  if (name === undefined) return failed('invalid_arguments', 'Say which tool of the server.')
  try {
    const wanted = { name, arguments: { ...call.arguments, ...call.fixed } }
    const server = mcpOf(context, reached, sessionKeyOf(row, call))
    const { isError, output } = await server.callTool(wanted, call.signal)
    if (!isError) return { ok: true, status: 200, output, error: null, attempts: 1 }
    const message = typeof output === 'string' ? output : 'The tool says that it failed.'
    const error = { code: 'tool_error' as const, message: message.slice(0, 1_000) }
    return { ok: false, status: 200, output, error, attempts: 1 }
  } catch (error) {
    if (call.signal?.aborted) return { ...failedOutside(undefined), attempts: 1 }
    if (!(error instanceof McpError)) throw error
    const code = error.failure === 'protocol' ? 'bad_response' : error.failure
    return { ...failed(code, error.sentence), attempts: 1 }
  }
}

/** Another version may have another address or other credentials. */
function sessionKeyOf({ id, version }: ToolRow, { workspaceId, conversationId }: ToolCall) {
  return conversationId && `${workspaceId} ${conversationId} ${id} ${version}`
}

export function mcpOf({ outbound: guard }: Context, reached: Reached, sessionKey?: string) {
  const { serverUrl: url, timeoutMs, maxResponseBytes: maxBytes } = reached.settings
  return openMcp({ guard, url, headers: headersOf(reached), timeoutMs, maxBytes, sessionKey })
}

/** Compiling takes a millisecond or more, and the same tools are called all day. */
const maxCompiled = 500
type Compiled = { readonly check: JsonSchemaCheck } & Pick<
  ReturnType<typeof readParameters>,
  'places'
>
const compiled = new Map<string, Compiled>()

function checkOf({ id, version, params }: ToolRow): Compiled {
  const key = `${id} ${version}`
  const known = compiled.get(key)
  if (known) return known
  const { schema, places } = readParameters(JSON.parse(params ?? '{}') as Values)
  const made = { check: compileJsonSchema(schema), places }
  compiled.set(key, made)
  if (compiled.size > maxCompiled) compiled.delete(compiled.keys().next().value ?? '')
  return made
}
