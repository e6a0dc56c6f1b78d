import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { AppError } from '../../platform/errors.ts'
import { addressHeader, type Auth, openAuth } from './auth.ts'
import type { AccountServices } from './services.ts'

const bodyLimitBytes = 16_384

/**
 * What better-auth may be asked over HTTP. Joining, leaving and roles go through our own endpoints,
 * which keep records owned and announce events; signing up is by invitation.
 */
const offered = new Set([
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-sessions',
  'POST /revoke-other-sessions',
  'POST /change-password',
  'POST /request-password-reset',
  'POST /reset-password',
  'POST /update-user',
  'GET /organization/list',
  'POST /organization/set-active',
])

/** `/api/auth/*`: better-auth's own API and envelope, as its browser client expects them. */
export async function authRoutes(
  http: FastifyInstance,
  context: Context,
  services: AccountServices,
): Promise<void> {
  const auth = openAuth(context, services)
  http.addHook('onClose', () => auth.close())
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      'application/json',
      { parseAs: 'string', bodyLimit: bodyLimitBytes },
      (_request, body, done) => done(null, body),
    )
    scope.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      handler: async (request, reply) => answer(auth, request, reply),
    })
  })
}

async function answer(auth: Auth, request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.slice('/api/auth'.length).split('?', 1)[0] ?? ''
  if (!offered.has(`${request.method} ${path}`)) {
    throw new AppError('ROUTE_NOT_FOUND', `There is nothing at /api/auth${path.slice(0, 200)}.`)
  }
  const response = await auth.handle(toWebRequest(request)).catch((error: unknown) => {
    throw isWrongValue(error) ? new AppError('VALIDATION_ERROR', 'A value is not valid.') : error
  })
  if (response.status === 429 || (response.status === 401 && path === '/sign-in/email')) {
    request.log.warn({ address: request.ip, path, status: response.status }, 'sign-in refused')
  }
  return sendWebResponse(reply, response)
}

/** SQLSTATE class 22, data exception: an id that is no UUID, a NUL character. */
function isWrongValue(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^22...$/.test(code)
}

const passedOn = ['accept', 'content-type', 'cookie', 'origin', 'referer', 'user-agent'] as const
const fetchMetadata = ['sec-fetch-site', 'sec-fetch-mode', 'sec-fetch-dest'] as const

/** Only the headers that mean something; addresses come from the socket or a trusted proxy. */
function toWebRequest(request: FastifyRequest): Request {
  const headers = new Headers({ [addressHeader]: request.ip })
  for (const name of [...passedOn, ...fetchMetadata]) {
    const value = request.headers[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  const address = `${request.protocol}://${request.host}${request.url}`
  if (!URL.canParse(address)) throw new AppError('VALIDATION_ERROR', 'The Host header is wrong.')
  const body = request.body as string | undefined
  return new Request(address, {
    method: request.method,
    headers,
    ...(body && { body }),
  })
}

async function sendWebResponse(reply: FastifyReply, response: Response): Promise<string> {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') reply.header(name, value)
  }
  const wait = response.headers.get('x-retry-after')
  if (wait) reply.header('retry-after', wait)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  reply.header('cache-control', 'no-store')
  return response.text()
}
