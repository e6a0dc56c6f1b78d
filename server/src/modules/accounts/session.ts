import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { grantsOfRole, isForgeable } from './rules.ts'
import { findSession, type SessionRow } from './session-queries.ts'

/** The part of a request that says who sent it; Fastify's request has all of it. */
export type IncomingRequest = {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** Scheme and host the client addressed, as `trustProxy` sees them. */
  readonly protocol: string
  readonly host: string
}

export const cookiePrefix = 'parley'

const secrets = new WeakMap<Config, string>()

/** Keys our cookies; changing ENCRYPTION_KEY therefore signs everybody out. */
export function authSecret(config: Config): string {
  const known = secrets.get(config)
  if (known) return known
  if (!config.encryptionKey) throw new Error('There is no encryption key.')
  const key = Buffer.from(config.encryptionKey, 'base64')
  const secret = Buffer.from(hkdfSync('sha256', key, '', 'parley sessions', 32))
  secrets.set(config, secret.toString('base64url'))
  return authSecret(config)
}

export function usesSecureCookies(config: Config): boolean {
  return config.publicUrl?.startsWith('https://') ?? false
}

/**
 * Who is signed in, in which workspace, allowed what; undefined without a valid session. One short
 * read each time, so a revoked session or a changed role counts from the next request on. Throws
 * for a session that another site used, and for one whose user is in no such workspace.
 */
export async function principalOfSession(
  context: Context,
  request: IncomingRequest,
): Promise<Principal | undefined> {
  const token = sessionToken(context.config, request.headers.cookie)
  if (!token) return undefined
  const workspaceId = workspaceAskedFor(request.headers)
  const session = await findOwnSession(context, request, { token, workspaceId })
  if (!session) return undefined
  if (!session.workspaceId || !session.role) {
    if (workspaceId) throw new AppError('WORKSPACE_NOT_FOUND', 'You are in no such workspace.')
    throw new AppError(
      'INSUFFICIENT_PERMISSIONS',
      'You are signed in, but in no workspace. Ask somebody for an invitation.',
    )
  }
  return {
    workspaceId: session.workspaceId,
    userId: session.userId,
    keyId: undefined,
    role: session.role,
    ...grantsOfRole(session.role),
  }
}

/** The signed-in person, whatever workspace they are in. */
export async function userOfSession(
  context: Context,
  request: IncomingRequest,
): Promise<{ userId: string; email: string } | undefined> {
  const token = sessionToken(context.config, request.headers.cookie)
  if (!token) return undefined
  return findOwnSession(context, request, { token, workspaceId: undefined })
}

async function findOwnSession(
  context: Context,
  request: IncomingRequest,
  asked: { token: string; workspaceId: string | undefined },
): Promise<SessionRow | undefined> {
  const session = await findSession(context.db, { ...asked, now: context.now() })
  if (session && isFromElsewhere(context.config, request)) {
    throw new AppError(
      'CROSS_SITE_REQUEST',
      'A session may change things only from our own pages. Programs use an API key.',
    )
  }
  return session
}

function isFromElsewhere(config: Config, { method, headers, protocol, host }: IncomingRequest) {
  const site = headers['sec-fetch-site'] as string | undefined
  return isForgeable({
    method,
    origin: headers.origin,
    secFetchSite: site,
    ownOrigin: `${protocol}://${host}`,
    publicOrigin: config.publicUrl && new URL(config.publicUrl).origin,
  })
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

function workspaceAskedFor(headers: IncomingHttpHeaders): string | undefined {
  const id = headers['x-workspace-id']
  if (id === undefined) return undefined
  if (typeof id === 'string' && uuid.test(id)) return id
  throw invalid('X-Workspace-Id', 'Must be the UUID of a workspace.', 'INVALID_ID_FORMAT')
}

/** Longer than any cookie of ours. */
const maxCookieLength = 512

/**
 * The token of a session cookie, if its signature is ours. The format is better-auth's: the token,
 * a dot, and its HMAC-SHA-256 in base64. Checked here to keep better-auth off the path of API calls.
 */
function sessionToken(config: Config, cookies: string | undefined): string | undefined {
  const value = cookies && findCookie(cookies, cookieName(config))
  if (!value || value.length > maxCookieLength) return undefined
  const dot = value.lastIndexOf('.')
  const token = value.slice(0, dot)
  const given = Buffer.from(value.slice(dot + 1), 'base64')
  const expected = createHmac('sha256', authSecret(config)).update(token).digest()
  return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined
}

function cookieName(config: Config): string {
  return `${usesSecureCookies(config) ? '__Secure-' : ''}${cookiePrefix}.session_token`
}

function findCookie(cookies: string, name: string): string | undefined {
  for (const cookie of cookies.split(';')) {
    const equals = cookie.indexOf('=')
    if (cookie.slice(0, equals).trim() !== name) continue
    try {
      return decodeURIComponent(cookie.slice(equals + 1).trim())
    } catch {
      return undefined
    }
  }
  return undefined
}
