import {
  hiddenValue,
  type ToolMethod,
  toolLimits,
  type ToolSettings,
  type ToolSettingsInput,
} from '@parley/contract'
import type { Context } from '../../context.ts'
import { seal, unseal } from '../../platform/crypto/seal.ts'
import { invalid } from '../../platform/errors.ts'

/** How a tool is reached, as it is kept in the clear. */
export type StoredSettings = {
  readonly serverUrl: string
  readonly method: ToolMethod
  readonly timeoutMs: number
  readonly authType: 'none' | 'bearer' | 'basic' | 'headers'
  readonly authPrefix: string | null
  readonly username: string | null
  readonly pathParameters: Readonly<Record<string, string>>
  readonly queryParameters: Readonly<Record<string, string>>
  /** Null for none. */
  readonly body: unknown
  readonly responsePath: string | null
  readonly extract: Readonly<Record<string, string>>
  readonly maxResponseBytes: number
  readonly retries: number
  readonly idempotencyHeader: string | null
}

/** What is encrypted: values of headers too, since tokens are often there. */
export type ToolSecrets = {
  readonly token: string | null
  readonly password: string | null
  readonly headers: Readonly<Record<string, string>>
}

export type Reached = { readonly settings: StoredSettings; readonly secrets: ToolSecrets }

/** What a request says of it; what it does not say is absent. */
type Wish = { readonly [Name in keyof ToolSettingsInput]?: ToolSettingsInput[Name] | undefined }

type Auth = Pick<StoredSettings, 'authType' | 'authPrefix' | 'username'>
type AuthSecrets = Pick<ToolSecrets, 'token' | 'password'>

const usual: Reached = {
  settings: {
    serverUrl: '',
    method: 'POST',
    timeoutMs: toolLimits.timeoutMs.usual,
    authType: 'none',
    authPrefix: null,
    username: null,
    pathParameters: {},
    queryParameters: {},
    body: null,
    responsePath: null,
    extract: {},
    maxResponseBytes: toolLimits.responseBytes.usual,
    retries: toolLimits.retries.usual,
    idempotencyHeader: null,
  },
  secrets: { token: null, password: null, headers: {} },
}

/** Settings after a change, or those of a new tool. What is null goes back to what is usual. */
export function mergeSettings(former: Reached | undefined, wish: Wish): Reached {
  const { settings: before, secrets: secretsBefore } = former ?? usual
  const pick = <T>(wanted: T | null | undefined, known: T, instead: T): T =>
    wanted === undefined ? known : (wanted ?? instead)
  const { authType, authPrefix, username } = before
  const auth = mergeAuth({ authType, authPrefix, username }, secretsBefore, wish)
  const wantedHeaders = wish.httpHeaders ?? wish.headers
  const headers = wantedHeaders
    ? keepHidden(secretsBefore.headers, wantedHeaders)
    : wish.httpHeaders === null
      ? {}
      : secretsBefore.headers
  const plain = usual.settings
  const settings: StoredSettings = {
    ...auth.settings,
    serverUrl: wish.serverUrl ?? before.serverUrl,
    method: wish.methodType ?? before.method,
    timeoutMs: pick(wish.timeOut ?? wish.timeout, before.timeoutMs, plain.timeoutMs),
    pathParameters: pick(wish.pathParameters, before.pathParameters, {}),
    queryParameters: pick(wish.queryParameters ?? wish.queryParams, before.queryParameters, {}),
    body: wish.body === undefined ? before.body : wish.body,
    responsePath: pick<string | null>(wish.responsePath, before.responsePath, null),
    extract: pick(wish.extract, before.extract, {}),
    maxResponseBytes: pick(wish.maxResponseBytes, before.maxResponseBytes, plain.maxResponseBytes),
    retries: pick(wish.retries, before.retries, plain.retries),
    idempotencyHeader: pick<string | null>(wish.idempotencyHeader, before.idempotencyHeader, null),
  }
  const merged = { settings, secrets: { ...auth.secrets, headers } }
  if (former) refuseToMoveSecrets(former, merged)
  return merged
}

type Authorised = { readonly settings: Auth; readonly secrets: AuthSecrets }

/** `auth` says it in full, `authToken` in short; what says neither changes nothing. */
function mergeAuth(before: Auth, secrets: AuthSecrets, wish: Wish): Authorised {
  const authPrefix = wish.authPrefix === undefined ? before.authPrefix : wish.authPrefix
  const known = { ...before, authPrefix }
  if (wish.auth) return fullAuth(known, secrets, { auth: wish.auth, authToken: wish.authToken })
  if (wish.authToken !== undefined) return tokenAuth(known, secrets, wish.authToken)
  if (wish.auth === null)
    return { settings: { ...known, authType: 'none', username: null }, secrets: none }
  return { settings: known, secrets }
}

function fullAuth(
  { authPrefix, username: usernameBefore }: Auth,
  secrets: AuthSecrets,
  { auth, authToken }: { auth: NonNullable<Wish['auth']>; authToken: Wish['authToken'] },
): Authorised {
  const plain = { authType: auth.type, authPrefix, username: null }
  switch (auth.type) {
    case 'bearer': {
      const token = keepOr(secrets.token, auth.token ?? authToken)
      if (token === null) throw missing('auth.token')
      return { settings: plain, secrets: { token, password: null } }
    }
    case 'basic': {
      const username = auth.username ?? usernameBefore
      if (!username) throw missing('auth.username')
      const password = keepOr(secrets.password, auth.password)
      return { settings: { ...plain, username }, secrets: { token: null, password } }
    }
    case 'none':
    case 'headers':
      return { settings: plain, secrets: none }
  }
}

function tokenAuth(before: Auth, secrets: AuthSecrets, authToken: string | null): Authorised {
  const token = keepOr(secrets.token, authToken)
  if (token !== null) {
    const settings = { ...before, authType: 'bearer', username: null } as const
    return { settings, secrets: { token, password: null } }
  }
  // An empty token, which forms send, says nothing about a password or headers.
  if (before.authType !== 'bearer') return { settings: before, secrets }
  return { settings: { ...before, authType: 'none' }, secrets: none }
}

const none: AuthSecrets = { token: null, password: null }

const missing = (field: string) =>
  invalid(`toolSettings.${field}`, `Field 'toolSettings.${field}' is required.`)

function keepOr(known: string | null, wanted: string | null | undefined): string | null {
  if (wanted === undefined || wanted === hiddenValue) return known
  return wanted === null || wanted.trim() === '' ? null : wanted.trim()
}

function keepHidden(
  known: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): Record<string, string> {
  const byName = new Map(
    Object.entries(known).map(([name, value]) => [name.toLowerCase(), value] as const),
  )
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      if (value !== hiddenValue) return [name, value]
      const before = byName.get(name.toLowerCase())
      if (before !== undefined) return [name, before]
      const field = 'toolSettings.httpHeaders'
      throw invalid(field, `Field '${field}' has no value yet for ${name}.`)
    }),
  )
}

/** Whoever may change a tool is not to read its secrets by sending them to a server of their own. */
function refuseToMoveSecrets(former: Reached, merged: Reached): void {
  const originOf = (url: string) => /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0]?.toLowerCase()
  if (originOf(former.settings.serverUrl) === originOf(merged.settings.serverUrl)) return
  const before = former.secrets
  const after = merged.secrets
  const isKept =
    (after.token !== null && after.token === before.token) ||
    (after.password !== null && after.password === before.password) ||
    Object.entries(after.headers).some(([name, value]) => before.headers[name] === value)
  if (!isKept) return
  const field = 'toolSettings.serverUrl'
  throw invalid(
    field,
    `Field '${field}' names another server: send its token, password and headers anew, or null.`,
  )
}

/** Its `place` in the sense of `seal`. */
const placeOf = (id: string) => `web_tool ${id}`

/** Null when there is nothing to keep secret. */
export function sealSecrets({ config }: Context, id: string, secrets: ToolSecrets): string | null {
  const { token, password, headers } = secrets
  if (token === null && password === null && Object.keys(headers).length === 0) return null
  return seal(config.encryptionKey, placeOf(id), JSON.stringify(secrets))
}

type Kept = { readonly id: string; readonly settings: string; readonly secrets: string | null }

export function openReached({ config }: Context, { id, settings, secrets }: Kept): Reached {
  return {
    settings: JSON.parse(settings) as StoredSettings,
    secrets:
      secrets === null
        ? usual.secrets
        : (JSON.parse(unseal(config.encryptionKey, placeOf(id), secrets)) as ToolSecrets),
  }
}

/** As everybody may see them. */
export function shownSettings(context: Context, kept: Kept): ToolSettings {
  const settings = JSON.parse(kept.settings) as StoredSettings
  const { token, headers } = namesOfSecrets(context, kept)
  return {
    serverUrl: settings.serverUrl,
    methodType: settings.method,
    authToken: token,
    authPrefix: settings.authPrefix,
    auth: { type: settings.authType, username: settings.username },
    timeOut: settings.timeoutMs / 1_000,
    timeout: settings.timeoutMs,
    httpHeaders: headers,
    pathParameters: settings.pathParameters,
    queryParameters: settings.queryParameters,
    body: settings.body,
    responsePath: settings.responsePath,
    extract: settings.extract,
    maxResponseBytes: settings.maxResponseBytes,
    retries: settings.retries,
    idempotencyHeader: settings.idempotencyHeader,
  }
}

function namesOfSecrets(context: Context, kept: Kept) {
  try {
    const { token, headers } = openReached(context, kept).secrets
    const hidden = Object.keys(headers).map((name) => [name, hiddenValue] as const)
    return { token: token === null ? null : hiddenValue, headers: Object.fromEntries(hidden) }
  } catch (error) {
    // Encrypted with a key that is gone: the tool must be seen to be repaired.
    context.log.warn({ err: error, toolId: kept.id }, 'secrets of a web tool cannot be decrypted')
    return { token: null, headers: {} }
  }
}

/** The headers that a request takes along. */
export function headersOf({ settings, secrets }: Reached): Record<string, string> {
  const authorization = authorizationOf(settings, secrets)
  return { ...secrets.headers, ...(authorization && { Authorization: authorization }) }
}

function authorizationOf(
  { authType, authPrefix, username }: Auth,
  { token, password }: AuthSecrets,
): string | undefined {
  if (authType === 'basic') {
    return `Basic ${Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64')}`
  }
  return authType === 'bearer' && token !== null ? bearerOf(token, authPrefix) : undefined
}

/** A token that names its scheme, such as `Token abc`, is sent as it is. */
export function bearerOf(token: string, prefix: string | null | undefined): string {
  if (prefix == null) return /^[A-Za-z][\w-]*\s+\S/.test(token) ? token : `Bearer ${token}`
  return `${prefix} ${token}`.trim()
}
