import type { FastifyInstance } from 'fastify'
import { AppError } from '../errors.ts'

/** Deeper values overflow the stack of whatever walks them, JSON.stringify included. */
export const maxDepth = 100

/**
 * JSON bodies: an empty one counts as absent (Sixty's clients send `Content-Type: application/json`
 * with DELETE), `__proto__` keys are refused, and what is not JSON answers INVALID_JSON. No other
 * type is read: Fastify's own text/plain would hand bodies on as a string.
 */
export function acceptJson(http: FastifyInstance): void {
  http.decorateRequest('bodyText', undefined)
  const parseJson = http.getDefaultJsonParser('error', 'error')
  http.removeAllContentTypeParsers()
  http.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (request, body: string, done) => {
      if (body.trim() === '') return done(null, undefined)
      if (isTooDeep(body)) {
        return done(
          new AppError('VALIDATION_ERROR', `Values nest at most ${maxDepth} levels deep.`),
        )
      }
      if (request.routeOptions.config.endpoint?.keepsBodyText) request.bodyText = body
      void parseJson(request, body, (error, value) => {
        if (!error) return done(null, value)
        done(new AppError('INVALID_JSON', `The body is not valid JSON: ${error.message}.`))
      })
    },
  )
}

/** Whether brackets outside strings nest deeper than allowed: 2 ns a character. */
export function isTooDeep(text: string): boolean {
  if (text.length <= maxDepth) return false
  let depth = 0
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at)
    if (char === quote) quoted = !quoted
    else if (quoted) at += char === backslash ? 1 : 0
    else if (char === bracket || char === brace) {
      depth += 1
      if (depth > maxDepth) return true
    } else if (char === bracket + 2 || char === brace + 2) depth -= 1
  }
  return false
}

const quote = 0x22
const backslash = 0x5c
const bracket = 0x5b
const brace = 0x7b

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it was sent, on endpoints that keep it. */
    bodyText: string | undefined
  }
}
