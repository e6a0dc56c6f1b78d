import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'

const sent = [
  'authorization',
  'content-type',
  'x-api-key',
  'idempotency-key',
  'x-request-id',
  'x-workspace-id',
  'range',
  'if-none-match',
  'tus-resumable',
  'upload-length',
  'upload-metadata',
  'upload-offset',
]
const read = [
  'x-request-id',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
  'ratelimit-policy',
  'retry-after',
  'idempotency-replayed',
  'location',
  'content-range',
  'accept-ranges',
  'etag',
  'tus-resumable',
  'upload-offset',
  'upload-length',
  'upload-expires',
]
/** Chromium remembers a preflight for no longer than this. */
const preflightSeconds = 7_200

/**
 * Lets pages of the listed origins call the API from a browser; our own need no permission. Cookies
 * stay out of it: a page of another site sends a key. Mount before the guard, because preflights carry no key.
 */
export async function allowBrowsers(
  http: FastifyInstance,
  { corsOrigins }: { readonly corsOrigins: readonly string[] },
): Promise<void> {
  if (corsOrigins.length === 0) return
  const allowed = {
    origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: sent,
    exposedHeaders: read,
    maxAge: preflightSeconds,
    // OPTIONS from a program is answered like a preflight, not with an error page.
    strictPreflight: false,
  }
  // Programs send no Origin: asking first costs them 2 µs instead of 10 for headers they ignore.
  const none = { origin: false }
  await http.register(cors, {
    delegator: (request, decide) => {
      const isBrowser = request.headers.origin !== undefined || request.method === 'OPTIONS'
      decide(null, isBrowser ? allowed : none)
    },
  })
}
