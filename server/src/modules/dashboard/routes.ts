import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { AppError } from '../../platform/errors.ts'
import { type Asset, findDashboard } from './files.ts'

const builtFolder = fileURLToPath(new URL('../../../../web/dist/', import.meta.url))
const yearS = 31_536_000
/** Written into the page when it was built. */
const nonceMark = '__NONCE__'

/**
 * The dashboard: its files under `/assets/`, and its page at every address that is nobody else's.
 * Without a built dashboard there is only the API.
 */
export function dashboardRoutes(
  http: FastifyInstance,
  { folder = builtFolder }: { readonly folder?: string } = {},
): void {
  const dashboard = findDashboard(folder)
  if (!dashboard) return
  const { page, assets } = dashboard

  http.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) => {
    const asset = assets.get(request.params['*'])
    if (!asset) throw new AppError('ROUTE_NOT_FOUND', 'There is no such file of the dashboard.')
    return sendAsset(reply, asset, request.headers['accept-encoding'] ?? '')
  })

  http.pages.answer = (request, reply) => {
    const nonce = randomBytes(16).toString('base64')
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': policyWith(nonce, request.headers.host ?? ''),
        // Links of invitations carry secrets; other sites shall not read them in the referrer.
        'referrer-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        // Only to talk with voice agents, and only for pages of this address.
        'permissions-policy': 'microphone=(self), camera=(), geolocation=(), payment=()',
      })
      .send(page.replaceAll(nonceMark, nonce))
  }
}

function sendAsset(reply: FastifyReply, { type, files }: Asset, accepted: string): FastifyReply {
  const file = files.find(
    ({ encoding }) => encoding === undefined || new RegExp(`\\b${encoding}\\b`).test(accepted),
  )
  if (!file) throw new Error('An asset has no plain file')
  void reply.headers({
    'content-type': type,
    'cache-control': `public, max-age=${yearS}, immutable`,
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  })
  if (file.encoding) void reply.header('content-encoding', file.encoding)
  return reply.send(createReadStream(file.path))
}

/** The sockets of calls: not every browser takes them for `'self'`. */
function socketsOf(host: string): string {
  return /^[\w.-]+(:\d{1,5})?$/.test(host) ? ` ws://${host} wss://${host}` : ''
}

/**
 * Nothing comes from elsewhere, and no script is inline. The nonce is for styles that libraries make in
 * the page: of dialogs, the waveform and the editor of code.
 */
function policyWith(nonce: string, host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self'${socketsOf(host)}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
  ].join('; ')
}
