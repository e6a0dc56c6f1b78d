import type { NewWebTool, ToolType, WebTool } from '@parley/contract'

type Fields = Readonly<Record<string, unknown>>

/** An argument that the model fills in. */
export type Argument = {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly isRequired: boolean
  /** Empty: where arguments of the method usually go. */
  readonly place: string
  /** Whatever its schema has besides, kept. */
  readonly more: Fields
}

export type Pair = {
  readonly name: string
  readonly value: string
  /** There is a secret value that nobody is shown. */
  readonly isKept?: boolean
}

export const messageTypes = [
  'REQUEST_START',
  'REQUEST_DELAYED',
  'REQUEST_COMPLETE',
  'REQUEST_FAILED',
] as const
type MessageType = (typeof messageTypes)[number]

export const authTypes = ['none', 'bearer', 'basic', 'headers'] as const
export type AuthType = (typeof authTypes)[number]

/** A tool while it is edited: everything as it is typed. */
export type ToolDraft = {
  readonly type: ToolType
  readonly name: string
  readonly description: string
  readonly isAsync: boolean
  readonly args: readonly Argument[]
  /** What the schema of the arguments has besides, kept. */
  readonly schema: Fields
  readonly messages: Readonly<Partial<Record<MessageType, string>>>
  /** Of types that nobody says, kept. */
  readonly otherMessages: WebTool['messages']
  readonly serverUrl: string
  readonly method: string
  readonly authType: AuthType
  readonly authPrefix: string
  /** Empty keeps the one there is. */
  readonly token: string
  readonly username: string
  readonly password: string
  readonly headers: readonly Pair[]
  readonly query: readonly Pair[]
  /** JSON, or empty. */
  readonly body: string
  readonly timeoutS: string
  readonly retries: string
  readonly idempotencyHeader: string
  readonly responsePath: string
}

/** What replies show instead of a secret, and what keeps it. */
const hidden = '***'

export function emptyTool(type: ToolType): ToolDraft {
  return {
    type,
    name: '',
    description: '',
    isAsync: false,
    args: [],
    schema: {},
    messages: {},
    otherMessages: [],
    serverUrl: '',
    method: type === 'MCP' ? 'POST' : 'GET',
    authType: 'none',
    authPrefix: '',
    token: '',
    username: '',
    password: '',
    headers: [],
    query: [],
    body: '',
    timeoutS: '5',
    retries: '2',
    idempotencyHeader: '',
    responsePath: '',
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function draftOf(tool: WebTool): ToolDraft {
  const { toolSettings: settings } = tool
  const isKnown = (type: string): type is MessageType => messageTypes.some((one) => one === type)
  const known = tool.messages.map(({ type, content }) => [type.toUpperCase(), content] as const)
  return {
    ...emptyTool(tool.type),
    name: tool.name,
    description: tool.description,
    isAsync: tool.async ?? false,
    ...argumentsOf(tool.params),
    messages: Object.fromEntries(known.filter(([type]) => isKnown(type))),
    otherMessages: tool.messages.filter(({ type }) => !isKnown(type.toUpperCase())),
    serverUrl: settings.serverUrl,
    method: settings.methodType,
    authType: authTypes.find((type) => type === settings.auth.type) ?? 'none',
    authPrefix: settings.authPrefix ?? '',
    username: settings.auth.username ?? '',
    headers: Object.keys(settings.httpHeaders).map((name) => ({ name, value: '', isKept: true })),
    query: Object.entries(settings.queryParameters).map(([name, value]) => ({ name, value })),
    body: settings.body == null ? '' : JSON.stringify(settings.body, null, 2),
    timeoutS: String(settings.timeOut),
    retries: String(settings.retries),
    idempotencyHeader: settings.idempotencyHeader ?? '',
    responsePath: settings.responsePath ?? '',
  }
}

/** The arguments in a JSON Schema of an object. */
export function argumentsOf(params: unknown): Pick<ToolDraft, 'args' | 'schema'> {
  const { type: _, properties, required, ...schema } = isFields(params) ? params : {}
  const needed: readonly unknown[] = Array.isArray(required) ? required : []
  const args = Object.entries(isFields(properties) ? properties : {}).map(([name, described]) => {
    const { type, description, in: place, ...more } = isFields(described) ? described : {}
    return {
      name,
      type: typeof type === 'string' ? type : 'string',
      description: typeof description === 'string' ? description : '',
      isRequired: needed.includes(name),
      place: typeof place === 'string' ? place : '',
      more: Array.isArray(type) ? { ...more, type } : more,
    }
  })
  return { args, schema }
}

/** Back to a JSON Schema; arguments without a name are none. */
export function schemaOf({ args, schema }: Pick<ToolDraft, 'args' | 'schema'>): Fields {
  const named = args.filter(({ name }) => name.trim() !== '')
  const required = named.filter(({ isRequired }) => isRequired).map(({ name }) => name.trim())
  const properties = Object.fromEntries(
    named.map(({ name, type, description, place, more }) => [
      name.trim(),
      { type, ...(description && { description }), ...(place && { in: place }), ...more },
    ]),
  )
  return { ...schema, type: 'object', properties, ...(required.length > 0 && { required }) }
}

/** A field that does not hold what it should. */
export type Mistake = 'body' | 'name' | 'description' | 'serverUrl'

export function mistakesIn({ body, name, description, serverUrl }: ToolDraft): Mistake[] {
  return [
    ...(name.trim() === '' ? ['name' as const] : []),
    ...(description.trim() === '' ? ['description' as const] : []),
    ...(serverUrl.trim() === '' ? ['serverUrl' as const] : []),
    ...(parsedBody(body) === undefined ? ['body' as const] : []),
  ]
}

/** Null for none; undefined for what is not JSON. */
function parsedBody(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** As the API takes it, to create and to change. */
export function bodyOf(draft: ToolDraft): NewWebTool {
  const { type, isAsync, messages, otherMessages } = draft
  const said = messageTypes.flatMap((one) => {
    const content = messages[one]?.trim()
    return content ? [{ type: one as string, content }] : []
  })
  const common = {
    type,
    name: draft.name.trim(),
    description: draft.description.trim(),
    messages: [...said, ...otherMessages],
  }
  const reached = {
    serverUrl: draft.serverUrl.trim(),
    auth: authOf(draft),
    authPrefix: draft.authPrefix.trim() || null,
    httpHeaders: valuesOf(draft.headers),
    timeOut: Number(draft.timeoutS),
  }
  if (type === 'MCP') return { ...common, toolSettings: reached } as NewWebTool
  return {
    ...common,
    async: isAsync,
    params: schemaOf(draft),
    toolSettings: {
      ...reached,
      methodType: draft.method,
      queryParameters: valuesOf(draft.query),
      body: parsedBody(draft.body) ?? null,
      retries: Number(draft.retries),
      idempotencyHeader: draft.idempotencyHeader.trim() || null,
      responsePath: draft.responsePath.trim() || null,
    },
  } as NewWebTool
}

function authOf({ authType: type, token, username, password }: ToolDraft) {
  if (type === 'bearer') return { type, token: token || hidden }
  if (type === 'basic') return { type, username, password: password || hidden }
  return { type }
}

function valuesOf(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs
      .filter(({ name }) => name.trim() !== '')
      .map(({ name, value, isKept }) => [name.trim(), isKept && value === '' ? hidden : value]),
  )
}

/** What is typed for an argument, as the type that it has; text where it makes no sense. */
export function typedArgument(type: string, text: string): unknown {
  if (type === 'string') return text
  if (type === 'boolean') return text === 'true'
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
