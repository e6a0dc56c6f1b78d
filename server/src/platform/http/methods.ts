import type { FastifyInstance, RouteOptions } from 'fastify'
import { AppError } from '../errors.ts'

const answered = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Answers 405 with `Allow` for the methods a path does not have. Call before the routes are added.
 */
export function refuseOtherMethods(http: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>()
  http.addHook('onRoute', (route: RouteOptions) => {
    const methods = methodsByPath.get(route.url) ?? new Set()
    for (const method of [route.method].flat()) methods.add(method)
    methodsByPath.set(route.url, methods)
  })
  http.decorate('closeRoutes', () => {
    for (const [url, present] of methodsByPath) {
      if (url.includes('*')) continue
      if (present.has('GET')) present.add('HEAD')
      const missing = answered.filter((method) => !present.has(method))
      if (missing.length === 0) continue
      const allow = [...present].sort().join(', ')
      http.route({
        method: missing,
        url,
        handler: async (request, reply) => {
          reply.header('allow', allow)
          throw new AppError('METHOD_NOT_ALLOWED', `${request.method} is not possible here.`, {
            allow: [...present].sort(),
          })
        },
      })
    }
  })
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Adds the 405 answers; call once, after all routes. */
    closeRoutes(): void
  }
}
