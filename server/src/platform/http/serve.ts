import type { Endpoint } from '@parley/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Principal } from '../access.ts'
import { AppError } from '../errors.ts'
import { RawJson } from '../raw-json.ts'
import { refusalOf, withoutAliases } from '../validate.ts'

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined

/** What a handler is given: the parsed request, and who sent it. */
type Call<E extends Endpoint = Endpoint> = {
  readonly params: Parsed<E['params']>
  readonly query: Parsed<E['query']>
  readonly body: Parsed<E['body']>
  /** Throws on an endpoint whose access is `none`. */
  readonly principal: Principal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Answers the reply, or has sent a file by itself where the endpoint may. */
export type Handler<E extends Endpoint> = (
  call: Call<E>,
) => Promise<z.input<E['reply']> | RawJson | FastifyReply>

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint
    /** Of a route that is not in the contract, because its protocol is somebody else's. */
    guarded?: Pick<Endpoint, 'access' | 'scope' | 'resource' | 'unlimited' | 'pace'>
  }
}

/** Binds one endpoint of the contract to the function that answers it. */
export function serve<const E extends Endpoint>(
  http: FastifyInstance,
  endpoint: E,
  handler: Handler<E>,
): void {
  const status = endpoint.status ?? 200
  const parseQuery = queryParser(endpoint.query)
  http.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { endpoint },
    ...(endpoint.maxBodyBytes !== undefined && { bodyLimit: endpoint.maxBodyBytes }),
    handler: async (request, reply) => {
      const answer = await handler({
        params: parseParams(endpoint.params, request.params) as Parsed<E['params']>,
        query: parseQuery(request.query) as Parsed<E['query']>,
        body: (isForm(endpoint, request) ? undefined : parseBody(endpoint, request.body)) as Parsed<
          E['body']
        >,
        get principal() {
          return principalOf(request)
        },
        request,
        reply,
      })
      if (answer === reply) return reply
      if (status !== 200) reply.code(status)
      if (!(answer instanceof RawJson)) return answer
      reply.header('content-type', 'application/json; charset=utf-8')
      return answer.text
    },
  })
}

/** A form's handler reads the stream by itself. */
function isForm({ form }: Endpoint, { headers }: FastifyRequest): boolean {
  return form !== undefined && /^multipart\/form-data\b/i.test(headers['content-type'] ?? '')
}

function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error(`${request.url} has no principal`)
  return request.principal
}

function parse(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value ?? {})
  if (!result.success) throw refusalOf(result.error)
  return result.data
}

/** Most requests have no query; what that means is found out once. */
function queryParser(schema: z.ZodType | undefined): (query: unknown) => unknown {
  const empty = schema?.safeParse({})
  const meansNothing = empty?.success ? Object.freeze(empty.data) : undefined
  return (query) => {
    if (meansNothing && Object.keys(query as object).length === 0) return meansNothing
    return parse(schema, query)
  }
}

function parseBody({ body, bodyAliases }: Endpoint, value: unknown): unknown {
  if (!body) return undefined
  return parse(body, bodyAliases ? withoutAliases(value, bodyAliases) : value)
}

function parseParams(schema: z.ZodType | undefined, value: unknown): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const name = String(result.error.issues[0]?.path[0] ?? 'id')
  throw new AppError('INVALID_ID_FORMAT', `'${name}' in the path must be a UUID.`, {
    field: name,
    message: 'Not a UUID.',
  })
}
