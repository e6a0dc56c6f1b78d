import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/** Answers a page to a browser that opens an address. */
type AnswerPage = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

declare module 'fastify' {
  interface FastifyInstance {
    /** What browsers get at addresses that no route has; nothing unless somebody sets it. */
    pages: { answer?: AnswerPage }
    /** Whether some route begins with the same part: `/functions/v1/typo` is no page. */
    isApiPath(path: string): boolean
  }
}

/** Lets addresses without a route be pages. Call before the routes are added. */
export function allowPages(http: FastifyInstance): void {
  const taken = new Set<string>()
  http.addHook('onRoute', ({ url }) => {
    taken.add(firstPart(url))
  })
  http.decorate('pages', {})
  http.decorate('isApiPath', (path: string) => taken.has(firstPart(path)))
}

/** The page for a request that met no route; undefined when a program asks, or for an API's path. */
export function pageFor(
  http: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply | undefined {
  const { answer } = http.pages
  if (!answer || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined
  if (!/\btext\/html\b/.test(request.headers.accept ?? '')) return undefined
  const path = request.url.split('?', 1)[0] ?? ''
  // A name with a dot is a file that is not there.
  if (http.isApiPath(path) || /\.[^/]*$/.test(path)) return undefined
  return answer(request, reply)
}

function firstPart(path: string): string {
  return path.split('/', 2)[1] ?? ''
}
