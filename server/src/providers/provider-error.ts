/** A service outside Parley did not do its part. Whether trying again can help is known here only. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly provider: string
  readonly retryable: boolean

  constructor(provider: string, retryable: boolean, cause: unknown) {
    super(`${provider}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    this.provider = provider
    this.retryable = retryable
  }
}
