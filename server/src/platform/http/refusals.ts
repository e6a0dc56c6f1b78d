import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorReply, PlainRefusal, SentenceRefusal } from '@parley/contract'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isConnectionLoss } from '../db/pipelined-reader.ts'
import { AppError } from '../errors.ts'
import { refuseOtherMethods } from './methods.ts'
import { pageFor } from './pages.ts'
import { isVoicePath, toVoiceRefusal } from './voice-replies.ts'

/**
 * Turns whatever was thrown into the envelope of `/functions/v1`; a bug hides its message. Call before the
 * routes are added: what methods a path has is told by them.
 */
export function answerRefusals(http: FastifyInstance): void {
  refuseOtherMethods(http)
  http.setErrorHandler((error: FastifyError, request, reply) => {
    refuse(request, reply, toAppError(error, request))
  })
  http.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    http.refuseMethod(request, reply, path)
    if (pageFor(http, request, reply)) return
    refuse(
      request,
      reply,
      new AppError('ROUTE_NOT_FOUND', `There is nothing at ${path.slice(0, 200)}.`),
    )
  })
}

/** Addresses that match no route because of how they are written; for Fastify's `frameworkErrors`. */
export function refuseBadAddress(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // No hook has run for it.
  reply.header('x-request-id', request.id)
  const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH'
  const sentence = tooLong ? 'An id in the path is too long.' : 'The path is wrongly encoded.'
  refuse(request, reply, new AppError(tooLong ? 'INVALID_ID_FORMAT' : 'VALIDATION_ERROR', sentence))
}

/** What is no HTTP, too slow or has endless headers; for Fastify's `clientErrorHandler`. */
export function refuseBadHttp(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy(error)
  const refusal = new AppError('VALIDATION_ERROR', badHttp[error.code ?? ''] ?? badHttp.other)
  const body = JSON.stringify(toErrorReply(refusal))
  const head = `HTTP/1.1 ${refusal.status} Bad Request\r\nConnection: close\r\n`
  const length = Buffer.byteLength(body)
  socket.end(
    `${head}Content-Type: application/json; charset=utf-8\r\nContent-Length: ${length}\r\n\r\n${body}`,
  )
}

const badHttp: { readonly other: string; readonly [code: string]: string } = {
  HPE_HEADER_OVERFLOW: 'The address and headers are too long.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request took too long to arrive.',
  other: 'The request is not valid HTTP.',
}

/** What the caller reads of a refusal. */
export function toErrorReply({ message, code, details }: AppError): ErrorReply {
  return { data: null, error: message, code, ...(details !== undefined && { details }) }
}

/** The same for a door that has no codes: `company_id is required`. */
function toPlainRefusal({ status, message }: AppError): PlainRefusal {
  const sentence = message.replace(/^Field '([^']+)' /, '$1 ').replace(/\.$/, '')
  return {
    error: STATUS_CODES[status] ?? String(status),
    message: status === 401 ? 'Invalid or missing API key' : sentence,
  }
}

const inEnvelope = {
  codes: toErrorReply,
  plain: toPlainRefusal,
  sentence: ({ message }: AppError): SentenceRefusal => ({ error: message }),
  voice: toVoiceRefusal,
} as const

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: AppError): void {
  if (refusal.status >= 500) {
    request.log.error({ err: refusal.cause ?? refusal }, 'request failed')
  }
  const retryAfterSeconds = refusal.retryAfterSeconds ?? (refusal.status === 503 ? 1 : undefined)
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  const unmatched = isVoicePath(request.url) ? 'voice' : 'codes'
  const { endpoint } = request.routeOptions.config ?? {}
  const body = inEnvelope[endpoint ? (endpoint.envelope ?? 'codes') : unmatched](refusal)
  void reply
    .code(refusal.status)
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body))
}

function toAppError(error: FastifyError, request: FastifyRequest): AppError {
  if (error instanceof AppError) return error
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.', {
        received: request.headers['content-type'] ?? null,
      })
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AppError('PAYLOAD_TOO_LARGE', 'The body is larger than this endpoint accepts.')
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AppError('VALIDATION_ERROR', 'Content-Length does not match the body.')
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return new AppError('VALIDATION_ERROR', error.message)
  }
  if (isDataException(error)) {
    request.log.warn({ err: error }, 'the database refused a value')
    return new AppError('VALIDATION_ERROR', 'A value is out of range or malformed.')
  }
  if (isConnectionLoss(error)) {
    return new AppError(
      'SERVICE_UNAVAILABLE',
      'The database is not reachable; try again.',
      undefined,
      {
        cause: error,
      },
    )
  }
  return new AppError('INTERNAL_ERROR', 'Something went wrong on our side.', undefined, {
    cause: error,
  })
}

/** SQLSTATE class 22: a value no check of ours foresaw, such as a date out of range. */
function isDataException(error: { code?: unknown }): boolean {
  return typeof error.code === 'string' && /^22[0-9A-Z]{3}$/.test(error.code)
}
