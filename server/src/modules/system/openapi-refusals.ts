import { type Endpoint, type ErrorCode, errorMeaning, errorStatus } from '@parley/contract'
import type { Json } from './openapi-schemas.ts'

/** How an endpoint can refuse: references to shared responses, by status. */
export type Refusals = {
  /** `responses` of an operation, but for its success. */
  of(endpoint: Endpoint): Json
  /** What {@link of} referred to. */
  readonly components: Record<string, Json>
}

export function collectRefusals(): Refusals {
  const components: Record<string, Json> = {
    AnyRefusal: refusal(
      'Any other refusal, such as a path that does not exist or a method it does not have.',
      ['ROUTE_NOT_FOUND', 'METHOD_NOT_ALLOWED'],
    ),
  }
  return {
    of(endpoint) {
      const responses: Record<string, Json> = {}
      for (const [status, codes] of byStatus(codesOf(endpoint))) {
        const { envelope } = endpoint
        const name = pascalCase(envelope ?? '') + codes.map(pascalCase).join('Or')
        const meaning = codes.map((code) => errorMeaning[code]).join('\n\n')
        components[name] ??= envelope
          ? doorRefusal(meaning, status, envelope)
          : refusal(meaning, codes)
        responses[status] = { $ref: `#/components/responses/${name}` }
      }
      return { ...responses, default: { $ref: '#/components/responses/AnyRefusal' } }
    },
    components,
  }
}

/** Every code the endpoint can answer: what it declares, and what stands in front of it. */
function codesOf(endpoint: Endpoint): ErrorCode[] {
  const { access, scope, params, query, body, method, errors = [] } = endpoint
  const codes = new Set<ErrorCode>()
  const add = (condition: boolean, ...given: readonly ErrorCode[]) => {
    if (condition) for (const code of given) codes.add(code)
  }
  add(Boolean(params ?? query ?? body), 'VALIDATION_ERROR')
  add(params !== undefined, 'INVALID_ID_FORMAT')
  add(body !== undefined, 'INVALID_JSON')
  add(access === 'key', 'INVALID_API_KEY', 'API_KEY_EXPIRED')
  add(access !== 'none', 'NOT_AUTHENTICATED')
  add(scope !== undefined, 'INSUFFICIENT_PERMISSIONS')
  add(true, ...errors)
  const repeatable = method === 'POST' || method === 'PATCH'
  add(repeatable, 'IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED')
  add(body !== undefined, 'PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE')
  add(access !== 'none' && !endpoint.unlimited, 'RATE_LIMIT_EXCEEDED')
  add(true, 'INTERNAL_ERROR', 'SERVICE_UNAVAILABLE')
  return [...codes]
}

function byStatus(codes: readonly ErrorCode[]): Map<string, ErrorCode[]> {
  const grouped = new Map<string, ErrorCode[]>()
  for (const code of codes) {
    const status = String(errorStatus[code])
    grouped.set(status, [...(grouped.get(status) ?? []), code])
  }
  return grouped
}

function refusal(description: string, codes: readonly ErrorCode[]): Json {
  const statuses = new Set(codes.map((code) => errorStatus[code]))
  const headers: Record<string, Json> = { 'X-Request-Id': header('RequestId') }
  if (statuses.has(429) || statuses.has(503)) headers['Retry-After'] = header('RetryAfter')
  return {
    description,
    headers,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/ErrorReply' },
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
      },
    },
  }
}

/** Of a door whose refusals have no codes. */
function doorRefusal(
  description: string,
  status: string,
  envelope: NonNullable<Endpoint['envelope']>,
): Json {
  const headers: Record<string, Json> = { 'X-Request-Id': header('RequestId') }
  if (status === '503') headers['Retry-After'] = header('RetryAfter')
  const schema = { $ref: `#/components/schemas/${pascalCase(envelope)}Refusal` }
  return {
    description,
    headers,
    content: { 'application/json': { schema } },
  }
}

function header(name: string): Json {
  return { $ref: `#/components/headers/${name}` }
}

function exampleOf(code: ErrorCode): Json {
  const details = detailsOf[code]
  return {
    summary: code,
    value: { data: null, error: errorMeaning[code], code, ...(details && { details }) },
  }
}

const detailsOf: Partial<Record<ErrorCode, Json>> = {
  VALIDATION_ERROR: { field: 'email', message: 'Invalid email format' },
  INVALID_ID_FORMAT: { field: 'id', message: 'Not a UUID.' },
  INSUFFICIENT_PERMISSIONS: { required: 'contacts:write' },
  METHOD_NOT_ALLOWED: { allow: ['GET', 'HEAD', 'POST'] },
  RATE_LIMIT_EXCEEDED: { current_usage: 1000, limit: 1000, reset_time: '2026-01-01T15:00:00.000Z' },
}

function pascalCase(code: string): string {
  return code
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())
    .join('')
}
