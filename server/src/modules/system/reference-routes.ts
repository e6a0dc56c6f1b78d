import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createGunzip, gzipSync } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import { openApiDocument } from './openapi.ts'
import { referencePage, referenceScript } from './reference-page.ts'
import { version } from './version.ts'

/**
 * `/openapi.json` and `/docs`. Each is made when it is first asked for, and then kept compressed:
 * a server nobody reads the reference of holds none of it.
 */
export function referenceRoutes(http: FastifyInstance, context: Context): void {
  const baseUrl = context.config.publicUrl?.replace(/\/+$/, '') ?? '/'
  const files: Readonly<Record<string, () => Promise<Compressed>>> = {
    '/openapi.json': once(async () =>
      compress(
        'application/json; charset=utf-8',
        JSON.stringify(openApiDocument({ baseUrl, version })),
      ),
    ),
    '/docs': once(async () => compress('text/html; charset=utf-8', referencePage)),
    '/docs/reference.js': once(async () =>
      compressed('text/javascript; charset=utf-8', await referenceScript()),
    ),
  }
  for (const [path, load] of Object.entries(files)) {
    http.get(path, async (request, reply) => send(request, reply, await load()))
  }
}

type Compressed = { readonly type: string; readonly gzip: Buffer; readonly etag: string }

function compress(type: string, text: string): Compressed {
  return compressed(type, gzipSync(text))
}

function compressed(type: string, gzip: Buffer): Compressed {
  // Weak: the same tag stands for the compressed and the plain bytes.
  return { type, gzip, etag: `W/"${createHash('sha256').update(gzip).digest('base64url')}"` }
}

/** What failed is tried again by the next caller. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
}

/**
 * The browser is told to load nothing from elsewhere: whoever reads the reference of their own
 * server tells nobody else about it. Styles are set inline by the reference itself.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  // The reference's own zod looks whether it may compile; nothing inline is ever run.
  "script-src 'self' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join('; ')

function send(request: FastifyRequest, reply: FastifyReply, file: Compressed): FastifyReply {
  void reply.headers({
    etag: file.etag,
    // Revalidated each time: an upgrade changes them, and a 304 costs nothing.
    'cache-control': 'no-cache',
    vary: 'accept-encoding',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
  })
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send()
  void reply.header('content-type', file.type)
  if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
    return reply.header('content-encoding', 'gzip').send(file.gzip)
  }
  return reply.send(Readable.from([file.gzip]).pipe(createGunzip()))
}
