import { type ErrorCode, errorStatus } from '@parley/contract'

/** A refusal the caller is meant to read. Anything else thrown is a bug and answers 500. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly details: unknown
  /** Sent as `Retry-After`. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    details?: unknown,
    options?: ErrorOptions & { retryAfterSeconds?: number },
  ) {
    super(message, options)
    this.code = code
    this.details = details
    this.retryAfterSeconds = options?.retryAfterSeconds
  }

  get status(): number {
    return errorStatus[this.code]
  }
}

/** A value the caller sent is wrong: names the field, and says what would be right. */
export function invalid(field: string, message: string, code: ErrorCode = 'VALIDATION_ERROR') {
  return new AppError(code, message, { field, message })
}
