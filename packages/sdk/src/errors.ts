import type { ErrorCode } from '@parley/contract'

/** What a refusal says about itself. */
export type Refusal = {
  /** HTTP status of the reply. */
  readonly status: number
  /** The contract's stable name, or `HTTP_<status>` when something in between answered. */
  readonly code: ErrorCode | (string & {})
  /** A sentence for people. */
  readonly message: string
  readonly details?: unknown
  /** Quote it when reporting a problem: every log line of the request carries it. */
  readonly requestId?: string | undefined
  /** How long the server asks to wait before the next attempt. */
  readonly retryAfterSeconds?: number | undefined
}

/** The server answered, and the answer was no. */
export class ParleyError extends Error {
  override readonly name = 'ParleyError'
  readonly status: number
  readonly code: ErrorCode | (string & {})
  readonly details: unknown
  readonly requestId: string | undefined
  readonly retryAfterSeconds: number | undefined

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.status = refusal.status
    this.code = refusal.code
    this.details = refusal.details
    this.requestId = refusal.requestId
    this.retryAfterSeconds = refusal.retryAfterSeconds
  }
}

/** No answer arrived: the network failed, or the time was up. The request may have been carried out. */
export class ParleyConnectionError extends Error {
  override readonly name = 'ParleyConnectionError'
  readonly timedOut: boolean

  constructor(message: string, options: { timedOut: boolean; cause: unknown }) {
    super(message, { cause: options.cause })
    this.timedOut = options.timedOut
  }
}

/** The answer does not have the shape the contract promises; only with `validate: true`. */
export class ParleyContractError extends Error {
  override readonly name = 'ParleyContractError'
  readonly problems: readonly string[]

  constructor(operation: string, problems: readonly string[]) {
    super(`The reply to ${operation} breaks the contract: ${problems.join('; ')}`)
    this.problems = problems
  }
}
