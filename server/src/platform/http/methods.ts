import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { AppError } from '../errors.ts'

const answered = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** An address as it is declared, `:id` for any text, and what can be done there. */
type Place = {
  readonly url: string
  readonly segments: readonly string[]
  readonly methods: Set<string>
}

/** Places by the number of their segments. */
type Places = Map<number, Place[]>

/**
 * Answers 405 with `Allow` for the methods a path does not have. Call before the routes are added.
 *
 * No routes are added for them but where another address would take the request, as `/things/:id` would
 * take `GET /things/batch`: a thousand routes that refuse cost 10 MB and a tenth of a second.
 */
export function refuseOtherMethods(http: FastifyInstance): void {
  const places: Places = new Map()
  http.addHook('onRoute', (route: RouteOptions) => {
    const place = placeOf(places, route.url)
    for (const method of [route.method].flat()) place?.methods.add(method)
    if (place?.methods.has('GET')) place.methods.add('HEAD')
  })
  http.decorate('closeRoutes', () => {
    for (const place of [...places.values()].flat()) {
      if (matching(places, place.segments).length > 1) refuseAt(http, place)
    }
  })
  http.decorateRequest('refusedAt', undefined)
  http.decorate('refuseMethod', (request: FastifyRequest, reply: FastifyReply, path: string) => {
    const [place] = matching(places, path.split('/'))
    request.refusedAt = place?.url
    if (place) refuse(request, reply, allowed(place))
  })
}

/** As it is declared, with `:id` for any text; undefined where there is none. */
export function routeOf({ is404, refusedAt, routeOptions }: FastifyRequest): string | undefined {
  return is404 ? refusedAt : routeOptions.url
}

function placeOf(places: Places, url: string): Place | undefined {
  if (url.includes('*')) return undefined
  const segments = url.split('/')
  const alike = places.get(segments.length) ?? []
  places.set(segments.length, alike)
  const known = alike.find((place) => place.url === url)
  if (known) return known
  const place = { url, segments, methods: new Set<string>() }
  alike.push(place)
  return place
}

function matching(places: Places, path: readonly string[]): Place[] {
  const fits = ({ segments }: Place) =>
    segments.every((segment, index) => segment === path[index] || isParameter(segment, path[index]))
  return (places.get(path.length) ?? []).filter(fits)
}

function isParameter(segment: string, text: string | undefined): boolean {
  return segment.startsWith(':') && text !== undefined && text !== ''
}

function refuseAt(http: FastifyInstance, place: Place): void {
  const method = answered.filter((one) => !place.methods.has(one))
  if (method.length === 0) return
  const allow = allowed(place)
  http.route({
    method,
    url: place.url,
    handler: async (request, reply) => refuse(request, reply, allow),
  })
}

function allowed({ methods }: Place): string[] {
  return [...methods].filter((one) => answered.includes(one)).sort()
}

function refuse({ method }: FastifyRequest, reply: FastifyReply, allow: readonly string[]): never {
  reply.header('allow', allow.join(', '))
  throw new AppError('METHOD_NOT_ALLOWED', `${method} is not possible here.`, { allow })
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Adds the 405 answers that need routes; call once, after all routes. */
    closeRoutes(): void
    /** Throws 405 where no route takes a request, if the path has other methods. */
    refuseMethod(request: FastifyRequest, reply: FastifyReply, path: string): void
  }
  interface FastifyRequest {
    /** The declared address, of a request whose method it does not have. */
    refusedAt: string | undefined
  }
}
