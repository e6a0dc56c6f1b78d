import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../../context.ts'
import type { Principal } from '../../platform/access.ts'
import { AppError, invalid } from '../../platform/errors.ts'
import { maxFileBytes } from './limits.ts'
import { readMetadata } from './tus-rules.ts'
import {
  beginUpload,
  cancelUpload,
  continueUpload,
  type Fields,
  finishIfComplete,
  getUpload,
} from './uploads.ts'

const version = '1.0.0'
const path = '/uploads/recordings'
const mediaType = 'application/offset+octet-stream'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const guarded = { access: 'key', scope: 'write', resource: 'recordings' } as const

/** Files in parts, by tus 1.0 (https://tus.io): creation, with upload, expiration and termination. */
export async function tusRoutes(http: FastifyInstance, context: Context): Promise<void> {
  await http.register(async (scope) => {
    scope.addContentTypeParser(mediaType, (_request, payload, done) => done(null, payload))
    scope.addHook('onSend', async (_request, reply, payload) => {
      reply.header('tus-resumable', version).header('cache-control', 'no-store')
      return payload
    })
    scope.addHook('preValidation', async (request, reply) => {
      if (request.method === 'OPTIONS' || request.headers['tus-resumable'] === version) return
      reply.code(412).header('tus-version', version)
      await reply.send()
    })
    const config = { guarded, takesFiles: true }
    const one = `${path}/:id`
    scope.options(path, (_request, reply) => tellAbilities(reply))
    scope.post(path, { config }, (request, reply) => create(context, request, reply))
    scope.head(one, { config }, (request, reply) => tellOffset(context, request, reply))
    scope.patch(one, { config }, (request, reply) => append(context, request, reply))
    scope.delete(one, { config }, (request, reply) => terminate(context, request, reply))
  })
}

function tellAbilities(reply: FastifyReply) {
  return reply
    .code(204)
    .headers({
      'tus-version': version,
      'tus-extension': 'creation,creation-with-upload,expiration,termination',
      'tus-max-size': String(maxFileBytes),
    })
    .send()
}

async function create(context: Context, request: FastifyRequest, reply: FastifyReply) {
  const principal = principalOf(request)
  const length = numberOf(request, 'upload-length')
  const fields = fieldsOf(request)
  const upload = await beginUpload(context, principal, { length, fields })
  const { id } = upload
  const content = request.body as Readable | undefined
  const hasContent = request.headers['content-type'] === mediaType && content !== undefined
  const { received } = hasContent
    ? await continueUpload(context, principal, { id, offset: 0, content })
    : upload
  await finishIfComplete(context, principal, id)
  return reply
    .code(201)
    .headers({
      location: `${path}/${id}`,
      'upload-offset': String(received),
      'upload-expires': new Date(upload.expiresAt).toUTCString(),
    })
    .send()
}

async function tellOffset(context: Context, request: FastifyRequest, reply: FastifyReply) {
  const principal = principalOf(request)
  const id = idOf(request)
  // The process may have died between the last byte and what follows it.
  await finishIfComplete(context, principal, id)
  const { received, length, expiresAt } = await getUpload(context, principal, id)
  return reply
    .headers({
      'upload-offset': String(received),
      'upload-length': String(length),
      'upload-expires': new Date(expiresAt).toUTCString(),
    })
    .send()
}

async function append(context: Context, request: FastifyRequest, reply: FastifyReply) {
  if (request.headers['content-type'] !== mediaType) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', `Send the bytes as ${mediaType}.`)
  }
  const upload = await continueUpload(context, principalOf(request), {
    id: idOf(request),
    offset: numberOf(request, 'upload-offset'),
    content: request.body as Readable,
  })
  return reply
    .code(204)
    .headers({
      'upload-offset': String(upload.received),
      'upload-expires': new Date(upload.expiresAt).toUTCString(),
    })
    .send()
}

async function terminate(context: Context, request: FastifyRequest, reply: FastifyReply) {
  await cancelUpload(context, principalOf(request), idOf(request))
  return reply.code(204).send()
}

function principalOf(request: FastifyRequest): Principal {
  if (!request.principal) throw new Error(`${request.url} has no principal`)
  return request.principal
}

function idOf({ params }: FastifyRequest): string {
  const { id } = params as { id: string }
  if (!uuid.test(id)) throw new AppError('ROUTE_NOT_FOUND', 'There is no such upload.')
  return id
}

function numberOf({ headers }: FastifyRequest, name: 'upload-length' | 'upload-offset'): number {
  const given = String(headers[name] ?? '')
  if (/^\d{1,15}$/.test(given)) return Number(given)
  throw invalid(name, `The header ${name} must be a number of bytes.`)
}

function fieldsOf({ headers }: FastifyRequest): Fields {
  const fields = readMetadata(String(headers['upload-metadata'] ?? ''))
  if (fields) return fields
  throw invalid('upload-metadata', 'The header upload-metadata must hold keys and base64 values.')
}
