import { DocumentError } from '../../providers/documents/index.ts'
import { MediaStoreError } from '../../providers/media-store/index.ts'
import { PageError } from '../../providers/web-pages/index.ts'
import { type Failure, failure } from './failure-rules.ts'

/** Why an item or a page gives no text, and whether another time could be better. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
  readonly failure: Failure
  readonly isFinal: boolean

  constructor(reason: Failure, options: { isFinal: boolean; cause?: unknown }) {
    super(reason.message, { cause: options.cause })
    this.failure = reason
    this.isFinal = options.isFinal
  }
}

/** Failures of those who read and fetch, in our words; anything else is passed on. */
export function toUnreadable(cause: unknown): unknown {
  if (cause instanceof DocumentError) {
    const reason = { code: cause.problem, message: cause.message }
    return new Unreadable(reason, { isFinal: true, cause })
  }
  if (cause instanceof PageError) {
    const reason = { code: cause.fault, message: cause.message }
    return new Unreadable(reason, { isFinal: !cause.retryable, cause })
  }
  if (cause instanceof MediaStoreError && cause.code === 'full') {
    return new Unreadable(failure('storage_full'), { isFinal: false, cause })
  }
  if (cause instanceof MediaStoreError && cause.code === 'missing') {
    return new Unreadable(failure('file_missing'), { isFinal: true, cause })
  }
  return cause
}
