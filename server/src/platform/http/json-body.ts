import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

/**
 * JSON bodies: an empty one counts as absent (Sixty's clients send `Content-Type: application/json`
 * with DELETE), `__proto__` keys are refused, and what is not JSON answers INVALID_JSON.
 */
export function acceptJson(http: FastifyInstance): void {
  const parseJson = http.getDefaultJsonParser('error', 'error')
  http.removeContentTypeParser('application/json')
  http.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (request, body: string, done) => {
      if (body.trim() === '') return done(null, undefined)
      void parseJson(request, body, (error, value) => {
        if (!error) return done(null, value)
        done(new AppError('INVALID_JSON', `The body is not valid JSON: ${error.message}.`))
      })
    },
  )
}
