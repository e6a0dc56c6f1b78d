export type PageFault =
  | 'unreachable'
  | 'forbidden_address'
  | 'rejected_by_host'
  | 'too_many_redirects'
  | 'forbidden_by_robots'
  | 'too_large'

/** Why nothing came from an address. Its sentence may be shown. */
export class PageError extends Error {
  override readonly name = 'PageError'
  readonly fault: PageFault
  /** Whether the same address can answer later. */
  readonly retryable: boolean

  constructor(fault: PageFault, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.fault = fault
    this.retryable = options.retryable
  }
}
