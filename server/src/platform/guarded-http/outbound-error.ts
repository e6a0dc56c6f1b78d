const codes = {
  invalid_url: false,
  unsupported_scheme: false,
  insecure_scheme: false,
  credentials_in_url: false,
  forbidden_address: false,
  forbidden_header: false,
  too_large: false,
  unknown_host: true,
  unreachable: true,
  timeout: true,
  aborted: true,
} as const

type OutboundErrorCode = keyof typeof codes

/** Why a request to somebody else's server was not made, or came to nothing. Its sentence may be shown. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly code: OutboundErrorCode
  /** Whether the same request can succeed later. */
  readonly retryable: boolean

  constructor(code: OutboundErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.retryable = codes[code]
  }
}
